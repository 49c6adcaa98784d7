using System.Text;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Workloads.Generation;

/// <summary>Sentences that read like those around the task and decide nothing: no digits, no names of the task.</summary>
internal sealed class Filler
{
    private static readonly string[] Openings =
    [
        "On most mornings", "As in earlier years", "After the usual round of talks", "During the quiet season", "In the opinion of several colleagues",
        "According to the visitors' book", "Whenever the weather allows", "For reasons of tradition", "As the newsletter mentioned", "With some patience",
        "At the request of the neighbours", "Towards the end of the week", "Compared with the old building", "In a friendly letter", "Behind the main entrance",
    ];

    private static readonly string[] Actors =
    [
        "the night shift", "the office in {0}", "the team around {0}", "a visitor from {0}", "the canteen", "the gardening group", "the training centre in {0}",
        "the reception desk", "a former colleague called {0}", "the choir of the works council", "the union's newsletter", "the archive", "the bus line to {0}",
        "the sports club of {0}", "an intern from {0}",
    ];

    private static readonly string[] Deeds =
    [
        "repainted the wooden benches", "kept the windows open", "praised the calm way in which questions were answered", "moved the plants to the sunny side",
        "collected stories about the first years", "sorted old photographs by colour", "asked for softer chairs", "played cards in the corner room",
        "compared several kinds of tea", "drew a map of the footpaths", "rehearsed a song for the summer party", "wrote a short poem about the harbour",
        "looked after the coffee machine", "borrowed a ladder and brought it back", "counted nothing in particular and enjoyed the view",
    ];

    private static readonly string[] Tails =
    [
        "which everybody found pleasant", "and nobody objected", "while the radio was playing in the background", "as a small sign of thanks",
        "so that the corridor looked friendlier than before", "although the lift was being cleaned", "because the light is better there",
        "and the matter was closed with a smile", "just as the manual recommends", "until the rain stopped", "to the delight of the younger guests",
        "and a note about it hangs beside the door", "as people in {0} like to tell", "with the help of a borrowed trolley", "before the meeting room was needed again",
    ];

    private readonly SeededRandom _random;
    private readonly string[] _names;

    public Filler(SeededRandom random, InventedNames names)
    {
        _random = random;
        _names = [.. Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? names.Place() : names.FirstName())];
    }

    public string Sentence() =>
        $"{_random.Pick(Openings)}, {Named(Actors)} {_random.Pick(Deeds)}, {Named(Tails)}.";

    /// <summary>Sentences of about so many tokens together; none where that is less than half a sentence.</summary>
    public string Text(double tokens)
    {
        var text = new StringBuilder();
        while (true)
        {
            var sentence = Sentence();
            var length = TokenEstimate.Of(sentence);
            if (tokens < length / 2)
            {
                return text.ToString();
            }

            text.Append(text.Length > 0 ? " " : string.Empty).Append(sentence);
            tokens -= length;
        }
    }

    private string Named(string[] phrases) => _random.Pick(phrases).Replace("{0}", _random.Pick(_names), StringComparison.Ordinal);
}
