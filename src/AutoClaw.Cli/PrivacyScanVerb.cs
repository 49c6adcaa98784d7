using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Tagger;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw privacy scan</c>: one line a text, so that anyone can score the scanner with other tools.</summary>
internal static class PrivacyScanVerb
{
    private const string AllTypes = "all";

    private static IEnumerable<PiiType> Known => PiiScanner.KnownTypes.Concat(PiiTagger.Types);

    public static Command Create(Terminal terminal)
    {
        var text = new Argument<string?>("TEXT") { Description = "What to scan; - reads it from standard input.", Arity = ArgumentArity.ZeroOrOne };
        var data = new Option<FileInfo?>("--data") { Description = "A JSON-lines file to scan instead: each line has 'text' (or 'prompt'), and 'id' or its number is used.", HelpName = "FILE" };
        var types = new Option<string[]>("--types")
        {
            Description = "Look for these types, separated by commas, in every form that they have; 'all' for all. Left out: the gateway's own choice.",
            HelpName = "TYPES",
        };
        var least = new Option<float?>("--least-score")
        {
            Description = $"Leave out what scores less. Left out: {PiiScanner.DefaultLeastScore.ToString(CultureInfo.InvariantCulture)}, or 0 with --types.",
            HelpName = "SCORE",
        };
        var names = new Option<bool>("--names")
        {
            Description = "Also look for names, addresses, places and organisations, with a trained tagger that errs now and then. With --types: implied by one of its types.",
        };
        var command = new Command("scan", "Print {id, spans:[{start, end, type, score}]} for a text or for each line of a file.")
        {
            text, data, types, least, names,
        };
        command.Validators.Add(parse =>
        {
            if (parse.GetResult(text) is { Tokens.Count: > 0 } == parse.GetResult(data) is not null)
            {
                parse.AddError("Say what to scan: a text, - for standard input, or --data FILE.");
            }
        });
        command.SetAction(parse =>
        {
            if (Scanner(terminal, parse.GetValue(types) ?? [], parse.GetValue(least), parse.GetValue(names)) is not { } scanner)
            {
                return ExitCode.Usage;
            }

            return parse.GetValue(data) is { } file
                ? ScanLines(terminal, scanner, file)
                : ScanText(terminal, scanner, parse.GetValue(text) is "-" ? Console.In.ReadToEnd() : parse.GetValue(text)!);
        });
        return command;
    }

    /// <summary>Null after saying which name is no type's.</summary>
    private static PiiScanner? Scanner(Terminal terminal, string[] names, float? least, bool withNames)
    {
        var types = new List<PiiType>();
        foreach (var name in names.SelectMany(static n => n.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (string.Equals(name, AllTypes, StringComparison.OrdinalIgnoreCase))
            {
                types.AddRange(PiiScanner.KnownTypes);
                types.AddRange(PiiTagger.Types);
            }
            else if (PiiTypes.TryParse(name, out var type) && Known.Contains(type))
            {
                types.Add(type);
            }
            else
            {
                terminal.Fail(ExitCode.Usage, $"'{name}' is no type that the scan knows. They are: {string.Join(", ", Known.Select(PiiTypes.NameOf))}.");
                return null;
            }
        }

        if (withNames && types.Count > 0)
        {
            types.AddRange(PiiTagger.Types);
        }

        var tagger = withNames || types.Exists(static t => PiiTagger.Types.Contains(t)) ? PiiTagger.Shipped : null;
        return types.Count > 0 ? new(types, least ?? 0, tagger) : new(null, least ?? PiiScanner.DefaultLeastScore, tagger);
    }

    private static int ScanText(Terminal terminal, PiiScanner scanner, string text)
    {
        Print(terminal, scanner, "1", text);
        return ExitCode.Ok;
    }

    private static int ScanLines(Terminal terminal, PiiScanner scanner, FileInfo file)
    {
        var number = 0;
        try
        {
            foreach (var line in File.ReadLines(file.FullName))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                using var row = JsonDocument.Parse(line);
                if ((Text(row.RootElement, "text") ?? Text(row.RootElement, "prompt")) is not { } text)
                {
                    return terminal.Fail(ExitCode.Failed, $"{file}:{number}: there is no 'text'.");
                }

                Print(terminal, scanner, Text(row.RootElement, "id") ?? number.ToString(CultureInfo.InvariantCulture), text);
            }

            return ExitCode.Ok;
        }
        catch (JsonException)
        {
            return terminal.Fail(ExitCode.Failed, $"{file}:{number}: this is no JSON object on a line of its own.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(ExitCode.Failed, error.Message);
        }
    }

    private static string? Text(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Print(Terminal terminal, PiiScanner scanner, string id, string text)
    {
        var found = new List<PiiSpan>();
        scanner.Scan(text, found);
        terminal.Writer.WriteLine(JsonSerializer.Serialize(
            new { Id = id, Spans = found.Select(static s => new { s.Start, s.End, Type = PiiTypes.NameOf(s.Type), s.Score }) },
            Lines));
    }

    private static JsonSerializerOptions Lines { get; } = new(Terminal.Json) { WriteIndented = false };
}
