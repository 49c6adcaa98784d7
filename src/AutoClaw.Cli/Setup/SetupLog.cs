using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Local;

namespace AutoClaw.Cli.Setup;

/// <summary>
/// What the steps of setting up took, a line of JSON each, so that a comparison can state it as measured. Bounded; written whole, so that
/// who reads it never sees half a line. That it can't be written or read is never a reason to fail.
/// </summary>
internal sealed class SetupLog(string path, TimeProvider time)
{
    /// <summary>Past it the oldest lines go.</summary>
    public const int MostLines = 1_000;

    // A version is as long as an engine's program makes it.
    private const int LongestName = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private static readonly JsonSerializerOptions Json = new(Terminal.Json)
    {
        WriteIndented = false,
        Converters = { new JsonStringEnumConverter<SetupStep>(allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary><c>setup.jsonl</c> of AutoClaw's data folder.</summary>
    public static SetupLog Default { get; } = new(Path.Combine(AutoClawHome.Path, "setup.jsonl"), TimeProvider.System);

    /// <summary>How long another process's writing is waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Adds a line; waits for another process that writes, and leaves the line out where that never ends.</summary>
    public async Task AddAsync(SetupRecord record)
    {
        var shown = record.What.Length <= LongestName ? record : record with { What = record.What[..LongestName] };
        try
        {
            using var held = await TakeAsync();
            if (held is not null)
            {
                var lines = File.Exists(path) ? File.ReadLines(path).Where(line => line.Length > 0).TakeLast(MostLines - 1) : [];
                AtomicFile.Write(path, Encoding.UTF8.GetBytes(string.Concat(lines.Append(JsonSerializer.Serialize(shown, Json)).Select(line => line + "\n"))));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The step itself went as it went: a note about it is not worth its failure.
        }
    }

    /// <summary>
    /// The last success of each step for each engine or model. A run that went on from an earlier one does not count: nobody measured
    /// how long the whole took.
    /// </summary>
    public IReadOnlyDictionary<(SetupStep Step, string What), SetupRecord> Read()
    {
        var last = new Dictionary<(SetupStep, string), SetupRecord>();
        try
        {
            foreach (var record in File.ReadLines(path).Select(Parse).OfType<SetupRecord>().Where(record => record is { Ok: true, Resumed: 0 }))
            {
                last[(record.Step, record.What)] = record;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nothing is known then, as before the first step.
        }

        return last;
    }

    /// <summary>Null: no line of this version.</summary>
    private static SetupRecord? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SetupRecord>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<StoreLock?> TakeAsync()
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (StoreLock.TryTake(path + ".lock") is { } held)
            {
                return held;
            }

            if (time.GetElapsedTime(began) >= Patience)
            {
                return null;
            }

            await Task.Delay(Pause, time);
        }
    }
}
