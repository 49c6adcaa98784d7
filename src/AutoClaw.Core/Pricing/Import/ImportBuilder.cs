using System.Collections.Immutable;
using System.Text.Json;

namespace AutoClaw.Core.Pricing.Import;

/// <summary>Gathers rows and remarks, and sees to it that no name has two prices on one day: a price file may not say so.</summary>
internal sealed class ImportBuilder(ImportFilter filter)
{
    private readonly ImmutableArray<ImportedRow>.Builder _rows = ImmutableArray.CreateBuilder<ImportedRow>();
    private readonly ImmutableArray<ImportRemark>.Builder _skipped = ImmutableArray.CreateBuilder<ImportRemark>();
    private readonly ImmutableArray<ImportRemark>.Builder _notes = ImmutableArray.CreateBuilder<ImportRemark>();
    private readonly HashSet<ImportRemark> _noted = [];
    private readonly Dictionary<string, string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<ImportedRow>> _names = new(StringComparer.OrdinalIgnoreCase);
    private int _notAskedFor;

    /// <summary>False, and counted, where the filter leaves the entry out.</summary>
    public bool Takes(string provider, string model)
    {
        var takes = filter.Takes(provider, model);
        _notAskedFor += takes ? 0 : 1;
        return takes;
    }

    public void Skip(string entry, string reason) => _skipped.Add(new ImportRemark(entry, reason));

    public void Note(string entry, string text)
    {
        var note = new ImportRemark(entry, text);
        if (_noted.Add(note))
        {
            _notes.Add(note);
        }
    }

    public void Host(string host, string provider) => _hosts.TryAdd(host, provider);

    /// <summary>Adds the rows of one entry, which differ in their days alone; leaves names out that another entry has.</summary>
    public void Add(IReadOnlyList<ImportedRow> rows)
    {
        var entry = rows[0];
        if (rows.Any(row => IsTaken(row, row.Model)))
        {
            Skip(entry.Entry, "another entry has the name at the same provider");
            return;
        }

        var taken = entry.Aliases.Where(alias => rows.Any(row => IsTaken(row, alias))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (taken.Count > 0)
        {
            Note(entry.Entry, "a second name was left out: another entry has it");
        }

        foreach (var row in rows.Select(row => row with { Aliases = row.Aliases.RemoveAll(taken.Contains) }))
        {
            _rows.Add(row);
            foreach (var name in row.Aliases.Append(row.Model))
            {
                if (!_names.TryGetValue(Key(row.Provider, name), out var earlier))
                {
                    _names[Key(row.Provider, name)] = earlier = [];
                }

                earlier.Add(row);
            }
        }
    }

    public PriceImport Build(string? problem = null)
    {
        var providers = _rows.Select(row => row.Provider).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new PriceImport
        {
            Rows = _rows.ToImmutable(),
            Skipped = _skipped.ToImmutable(),
            Notes = _notes.ToImmutable(),
            NotAskedFor = _notAskedFor,
            Hosts = _hosts.Where(pair => providers.Contains(pair.Value)).GroupBy(pair => pair.Value, pair => pair.Key)
                .ToImmutableSortedDictionary(group => group.Key, group => group.Order(StringComparer.Ordinal).ToImmutableArray()),
            Problem = problem,
        };
    }

    /// <summary>The file's root, or what is wrong with it.</summary>
    public static PriceImport Parse(ReadOnlySpan<byte> json, ImportFilter filter, JsonValueKind kind, Func<JsonElement, ImportBuilder, string?> read)
    {
        var builder = new ImportBuilder(filter);
        try
        {
            using var document = JsonDocument.Parse((json.StartsWith("\uFEFF"u8) ? json[3..] : json).ToArray());
            return builder.Build(document.RootElement.ValueKind == kind ? read(document.RootElement, builder) : $"Not the format: it begins with {(kind == JsonValueKind.Object ? "an object" : "a list")}.");
        }
        catch (JsonException e)
        {
            return builder.Build($"Not valid JSON: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}.");
        }
    }

    private static string Key(string provider, string name) => $"{provider}\n{name}";

    private bool IsTaken(ImportedRow row, string name) => _names.TryGetValue(Key(row.Provider, name), out var earlier) && earlier.Exists(row.Overlaps);
}
