using System.Text;
using System.Text.Json;
using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Privacy.Tagger;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>
/// Trains a tagger on labelled texts: on texts that are made of their templates and of sentences of our own with other names, and on plain
/// texts without any. Offline only.
/// </summary>
public sealed class TaggerTrainer
{
    /// <summary>Longer plain texts are cut: they would drown the others.</summary>
    private const int PlainLength = 1200;

    private const int RecasedLength = 200;

    private readonly TaggerOptions _options;
    private readonly WordTable _words;
    private readonly List<TaggerText> _plain = [];

    /// <param name="negatives">Prompts of which the plain ones are taken; the half for testing is left alone.</param>
    /// <param name="options">How to train.</param>
    public TaggerTrainer(Dataset negatives, TaggerOptions options)
    {
        _options = options;
        var rows = negatives.Rows.Where(static row => !IsForTesting(row.Key) && !IsFullOfNames(row.Source))
            .Select(row => (Order: row.Source.EndsWith("crux", StringComparison.Ordinal) ? 0 : TaggerText.Part(row.Key, "order"), Text: Cut(Encoding.UTF8.GetString(row.Prompt.Span))))
            .OrderBy(static row => row.Order).ThenBy(static row => row.Text, StringComparer.Ordinal).Select(static row => row.Text).Distinct().ToArray();
        _words = KnownWords.From(rows.Concat(NameLists.Instance.PlainSentences));
        var tokens = new TokenBuffer();
        foreach (var text in rows)
        {
            if (_plain.Count < options.Negatives && PlainTexts.IsPlain(text, _words, tokens))
            {
                _plain.Add(new TaggerText("plain", "", text, []));
            }
        }
    }

    /// <summary>Texts without names that are trained on.</summary>
    public int PlainCount => _plain.Count;

    /// <summary>True for the half of the prompts that tests count false finds on.</summary>
    public static bool IsForTesting(string key) => TaggerText.Part(key, "negatives") % 2 == 1;

    /// <summary>Trains on the labelled texts as they are given: leave out what is held out.</summary>
    /// <param name="texts">To train on.</param>
    /// <param name="say">Told of the progress.</param>
    /// <param name="heldOut">Texts kept apart: a sentence of our own that happens to be the template of one is not used.</param>
    public PiiTagger Train(IReadOnlyList<TaggerText> texts, IEnumerable<TaggerText> heldOut, Action<string>? say = null)
    {
        var random = new SeededRandom((ulong)_options.Seed);
        var apart = heldOut.Select(Skeleton.Of).ToHashSet();
        var trained = new List<Perceptron>();
        var made = 0;
        for (var round = 1; round <= _options.Rounds; round++)
        {
            var sequences = Sequences(texts, apart, random, out var count);
            made += count;
            say?.Invoke($"round {round}: {sequences.Count} sequences of {count} made and {_plain.Count} plain texts, {_words.Hashes.Length} known words");
            var perceptron = new Perceptron(_options.Margin);
            var order = sequences.ToArray();
            for (var epoch = 1; epoch <= _options.Epochs; epoch++)
            {
                random.Shuffle<TagSequence>(order);
                var learned = order.Count(perceptron.Learn);
                say?.Invoke($"epoch {epoch}: learned from {learned}");
            }

            trained.Add(perceptron);
        }

        var description = JsonSerializer.Serialize(new
        {
            _options.Seed, _options.Epochs, _options.Rounds, Labelled = texts.Count, Templates = texts.Select(static t => t.Template).Distinct().Count(),
            Made = made, Plain = _plain.Count,
        });
        var certainty = new float[TagCertainty.Length];
        certainty[0] = 0.01f;
        certainty[1 + TagLabel.Found.IndexOf(PiiType.Person)] = _options.LeastLead;
        certainty[1 + TagLabel.Found.IndexOf(PiiType.Organization)] = _options.LeastLead;
        return new PiiTagger(Perceptron.Average(trained), _words, new TagCertainty(certainty), description);
    }

    /// <summary>Sources whose every row is about somebody invented: none of them is plain.</summary>
    private static bool IsFullOfNames(string source) =>
        source.Contains("gsm", StringComparison.OrdinalIgnoreCase) || source.Contains("llmrouter", StringComparison.OrdinalIgnoreCase);

    private static string Cut(string text) =>
        text.Length <= PlainLength ? text : text[..(char.IsHighSurrogate(text[PlainLength - 1]) ? PlainLength - 1 : PlainLength)];

    private List<TagSequence> Sequences(IReadOnlyList<TaggerText> texts, HashSet<string> apart, SeededRandom random, out int made)
    {
        var sequences = new List<TagSequence>();
        var tokens = new TokenBuffer();
        var inventor = new InventedTexts(random);
        var count = 0;
        void Add(TaggerText text, bool hide)
        {
            count++;
            TagSequence.Append(sequences, text, _words, tokens, _options, hide ? random : null);
        }

        foreach (var template in texts.GroupBy(static t => t.Template))
        {
            var like = template.ToArray();
            foreach (var text in like)
            {
                Add(text, hide: false);
            }

            for (var i = 0; i < _options.PerTemplate; i++)
            {
                Add(inventor.Vary(like[random.Below(like.Length)]), hide: true);
            }
        }

        foreach (var sentence in NameLists.Instance.Sentences)
        {
            if (apart.Contains(Skeleton.Of(inventor.Fill(sentence))))
            {
                continue;
            }

            for (var i = 0; i < _options.PerSentence; i++)
            {
                Add(inventor.Fill(sentence), hide: true);
            }
        }

        made = count;
        AddPlain(sequences, tokens, random);
        return sequences;
    }

    private void AddPlain(List<TagSequence> sequences, TokenBuffer tokens, SeededRandom random)
    {
        void Add(string text, bool hide = false) =>
            TagSequence.Append(sequences, new TaggerText("plain", "", text, []), _words, tokens, _options, hide ? random : null);
        var inventor = new InventedPlain(random);
        var words = PlainTexts.Words(_plain.Select(static t => t.Text), _words, 4000);
        foreach (var text in _plain)
        {
            Add(text.Text);
            if (text.Text.Length < RecasedLength && random.Below(6) == 0)
            {
                Add(inventor.Recased(text.Text));
            }

            if (random.Below(_options.PlainUnknown) == 0)
            {
                Add(text.Text, hide: true);
            }
        }

        foreach (var sentence in NameLists.Instance.PlainSentences)
        {
            Add(sentence);
            for (var i = 0; i < _options.PerPlain; i++)
            {
                Add(sentence, hide: true);
            }
        }

        foreach (var form in NameLists.Instance.PlainForms)
        {
            for (var i = 0; words.Length > 0 && i < _options.PerForm; i++)
            {
                Add(inventor.Fill(form, words));
            }
        }
    }
}
