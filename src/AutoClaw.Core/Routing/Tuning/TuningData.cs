using System.Text;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Core.Routing.Tuning;

/// <summary>Labels that the user brings: JSON lines, or CSV with a header line. What can't be read is an error with file and line.</summary>
public sealed class TuningData
{
    private readonly List<TuningRow> _rows = [];
    private readonly List<DatasetError> _errors = [];

    private TuningData()
    {
    }

    /// <summary>What could be read.</summary>
    public IReadOnlyList<TuningRow> Rows => _rows;

    /// <summary>What could not.</summary>
    public IReadOnlyList<DatasetError> Errors => _errors;

    /// <summary>Reads files; those named <c>*.csv</c> as CSV. No file makes it throw.</summary>
    public static TuningData Read(IEnumerable<string> files)
    {
        var data = new TuningData();
        foreach (var file in files)
        {
            try
            {
                data.ReadFile(file, File.ReadAllText(file, new UTF8Encoding(false, throwOnInvalidBytes: true)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                data._errors.Add(new DatasetError(file, 0, e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message));
            }
        }

        return data;
    }

    private void ReadFile(string file, string text)
    {
        if (file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            ReadCsv(file, text);
            return;
        }

        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                Add(file, number, LabelFields.FromJson(line, out var error), error);
            }
        }
    }

    private void ReadCsv(string file, string text)
    {
        string[]? header = null;
        foreach (var (line, cells) in CsvRecords.Read(text))
        {
            if (header is null)
            {
                header = cells;
            }
            else if (cells.Length != header.Length)
            {
                _errors.Add(new DatasetError(file, line, $"{cells.Length} fields where the header has {header.Length}"));
            }
            else
            {
                Add(file, line, header.Zip(cells).DistinctBy(p => p.First).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal), null);
            }
        }
    }

    private void Add(string file, int line, Dictionary<string, string>? fields, string? error)
    {
        if (fields is not null && LabelFields.ToRow(fields, out error) is { } row)
        {
            _rows.Add(row);
        }
        else
        {
            _errors.Add(new DatasetError(file, line, error!));
        }
    }
}
