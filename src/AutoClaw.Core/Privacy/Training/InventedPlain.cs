using System.Globalization;
using System.Text;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>Log lines, code and short requests without any name: what looks most like names, and is none.</summary>
internal sealed class InventedPlain(SeededRandom random)
{
    private static readonly string[] Levels = ["info", "warn", "error", "debug", "trace", "notice", "fatal", "warning", "critical"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private readonly NameLists _lists = NameLists.Instance;

    /// <param name="form">With placeholders; a brace that is none stays.</param>
    /// <param name="words">Everyday words in lower case.</param>
    public string Fill(string form, string[] words)
    {
        var filled = new StringBuilder();
        for (var at = 0; at < form.Length;)
        {
            var close = form[at] == '{' ? form.IndexOf('}', at) : -1;
            if (close > 0 && Value(form[(at + 1)..close], words) is { } value)
            {
                filled.Append(value);
                at = close + 1;
            }
            else
            {
                filled.Append(form[at++]);
            }
        }

        return filled.ToString();
    }

    /// <summary>The text with capitals where none belong, as people and headings write.</summary>
    public string Recased(string text) => random.Below(10) switch
    {
        < 6 => string.Join(' ', text.Split(' ').Select(Capital)),
        < 8 => text.ToUpperInvariant(),
        _ => string.Join(' ', text.Split(' ').Select(word => random.Below(3) == 0 ? Capital(word) : word)),
    };

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    private string? Value(string name, string[] words) => name switch
    {
        "word" => Pick(words),
        "Word" => Capital(Pick(words)),
        "Class" => random.Below(3) == 0 ? Capital(Pick(words)) : Capital(Pick(words)) + Capital(Pick(words)),
        "thing" => Pick(_lists.Things),
        "Thing" => Capital(Pick(_lists.Things)),
        "did" => Pick(_lists.Deeds),
        "level" => Pick(Levels),
        "LEVEL" => Pick(Levels).ToUpperInvariant(),
        "thread" => $"{Pick(words)}-{random.Below(64)}",
        "date" => FormattableString.Invariant($"20{random.Below(30):00}-{1 + random.Below(12):00}-{1 + random.Below(28):00}"),
        "time" => FormattableString.Invariant($"{random.Below(24):00}:{random.Below(60):00}:{random.Below(60):00}"),
        "Mon" => Pick(Months),
        "ip" => FormattableString.Invariant($"{random.Below(256)}.{random.Below(256)}.{random.Below(256)}.{random.Below(256)}"),
        "hex" => random.Next().ToString("x16", CultureInfo.InvariantCulture),
        "n" => random.Below(random.Below(3) switch { 0 => 100, 1 => 1000, _ => 100_000 }).ToString(CultureInfo.InvariantCulture),
        "n2" => random.Below(40).ToString(CultureInfo.InvariantCulture),
        "n3" => (100 + random.Below(500)).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private string Pick(string[] from) => from[random.Below(from.Length)];
}
