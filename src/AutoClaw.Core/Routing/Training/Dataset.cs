using System.IO.Hashing;
using System.Text;

namespace AutoClaw.Core.Routing.Training;

/// <summary>Rows read from JSON-lines files, and the rules by which keys are split.</summary>
public sealed class Dataset
{
    private const long HoldOutSeed = 0x41_43_52_4D;
    private const long FoldSeed = 0x46_4F_4C_44;

    public Dataset(IReadOnlyList<TrainingRow> rows, IReadOnlyList<DatasetError>? errors = null)
    {
        Rows = rows;
        Errors = errors ?? [];
    }

    public IReadOnlyList<TrainingRow> Rows { get; }

    /// <summary>What could not be read; the rows leave those out.</summary>
    public IReadOnlyList<DatasetError> Errors { get; }

    /// <summary>True for the tenth of all keys that the shipped model was never trained nor calibrated on. Depends on the key alone.</summary>
    public static bool IsHeldOut(string key) => Hash(key, HoldOutSeed) % 10 == 0;

    /// <summary>The fold (0 to <paramref name="folds"/> - 1) that a key belongs to. Independent of the hold-out.</summary>
    public static int Fold(string key, int folds, int seed) => (int)(Hash(key, FoldSeed + seed) % (ulong)folds);

    /// <summary>Reads files, and the <c>*.jsonl</c> files of directories, in ordinal order of their names.</summary>
    public static Dataset Read(IEnumerable<string> paths)
    {
        var rows = new List<TrainingRow>();
        var errors = new List<DatasetError>();
        foreach (var path in paths)
        {
            var files = Directory.Exists(path)
                ? Directory.GetFiles(path, "*.jsonl").Order(StringComparer.Ordinal).ToArray()
                : [path];
            if (files.Length == 0)
            {
                errors.Add(new DatasetError(path, 0, "no *.jsonl file in this directory"));
            }

            foreach (var file in files)
            {
                ReadFile(file, rows, errors);
            }
        }

        return new Dataset(rows, errors);
    }

    /// <summary>The rows that satisfy <paramref name="condition"/>.</summary>
    public Dataset Where(Func<TrainingRow, bool> condition) => new(Rows.Where(condition).ToArray(), Errors);

    private static void ReadFile(string file, List<TrainingRow> rows, List<DatasetError> errors)
    {
        try
        {
            var number = 0;
            foreach (var line in File.ReadLines(file, new UTF8Encoding(false, throwOnInvalidBytes: true)))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                if (TrainingRowReader.Read(line, out var error) is { } row)
                {
                    rows.Add(row);
                }
                else
                {
                    errors.Add(new DatasetError(file, number, error ?? "unreadable"));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            errors.Add(new DatasetError(file, 0, e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message));
        }
    }

    internal static ulong Hash(string key, long seed) => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(key), seed);
}
