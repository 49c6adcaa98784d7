using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Workloads.Generation;

/// <summary>Names that mean nothing, put together from syllables. Within one prompt none is part of another, so that a name found in an answer is that name.</summary>
internal sealed class InventedNames(SeededRandom random)
{
    private static readonly string[] Onsets = ["b", "br", "d", "dr", "f", "g", "gr", "h", "j", "k", "kr", "l", "m", "n", "p", "pl", "r", "s", "sk", "st", "t", "tr", "v", "z"];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "ae", "ei", "ou"];
    private static readonly string[] Codas = ["l", "n", "r", "s", "th", "m", "nd", "rk", "lt", "x"];
    private static readonly string[] Trades = ["Freight", "Foods", "Instruments", "Textiles", "Optics", "Ceramics", "Timber", "Pumps"];
    private static readonly string[] Kinds = ["lamp", "valve", "kettle", "scale", "printer", "heater", "drill", "sensor"];
    private static readonly string[] PlaceEndings = ["holm", "vik", "stead", "mere", "gate"];

    private readonly List<string> _words = [];

    public string Person() => $"{Word()} {Word()}";

    public string FirstName() => Word();

    public string Company() => $"{Word()} {random.Pick(Trades)}";

    public string Product() => $"{Word()} {random.Pick(Kinds)}";

    public string Place() => Word(random.Pick(PlaceEndings));

    public string Word(string ending = "")
    {
        while (true)
        {
            var word = random.Pick(Onsets) + random.Pick(Vowels) + random.Pick(Onsets) + random.Pick(Vowels) + (ending.Length > 0 ? ending : random.Pick(Codas));
            if (_words.Exists(other => other.Contains(word, StringComparison.OrdinalIgnoreCase) || word.Contains(other, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            _words.Add(word);
            return char.ToUpperInvariant(word[0]) + word[1..];
        }
    }
}
