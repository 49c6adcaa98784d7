namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>
/// Finds names, street addresses, places, organisations, nationalities, titles and ages in running text: a trained sequence tagger.
/// It misses some and takes some for others; how often is in its card (models/README.md).
/// Immutable and safe for any number of threads. Time grows with the text's length, memory does not; finding nothing allocates nothing.
/// </summary>
public sealed class PiiTagger
{
    private static readonly Lazy<PiiTagger> ShippedTagger = new(static () => PiiTaggerFile.ReadResource("pii-v1.acpt"));

    internal PiiTagger(TagWeights weights, WordTable words, TagCertainty certainty, string description)
    {
        Weights = weights;
        Words = words;
        Certainty = certainty;
        Description = description;
    }

    /// <summary>The tagger that ships inside this assembly. Read once, at the first use.</summary>
    public static PiiTagger Shipped => ShippedTagger.Value;

    /// <summary>The types that a tagger finds.</summary>
    public static IEnumerable<PiiType> Types { get; } = TagLabel.Found.ToArray();

    /// <summary>What the trainer noted: seed, texts, options. JSON.</summary>
    public string Description { get; }

    internal TagWeights Weights { get; }

    internal WordTable Words { get; }

    internal TagCertainty Certainty { get; }

    /// <summary>Reads a tagger file.</summary>
    /// <exception cref="PiiModelFormatException">The bytes are no tagger, damaged, or of another version.</exception>
    public static PiiTagger Read(ReadOnlySpan<byte> file) => PiiTaggerFile.Read(file);

    /// <summary>The tagger as a file; the same tagger gives the same bytes.</summary>
    public byte[] ToFile() => PiiTaggerFile.Write(this);

    /// <summary>Appends what is found to <paramref name="found"/>: in order, none over another.</summary>
    public void Tag(ReadOnlySpan<char> text, List<PiiSpan> found)
    {
        var scratch = TagScratch.OfThread;
        var at = 0;
        while (at < text.Length)
        {
            at = scratch.Tokens.Fill(text, at, Words);
            if (TagDecoder.Run(Weights, scratch))
            {
                Append(scratch, found);
            }
        }
    }

    private void Append(TagScratch scratch, List<PiiSpan> found)
    {
        var labels = scratch.Labels.AsSpan(0, scratch.Tokens.Count);
        for (var i = 0; i < labels.Length;)
        {
            if (labels[i] == TagLabel.None)
            {
                i++;
                continue;
            }

            var type = TagLabel.TypeOf(labels[i]);
            var next = TagLabel.Next(type);
            var end = i + 1;
            while (end < labels.Length && labels[end] == next)
            {
                end++;
            }

            if (TryTrim(scratch.Tokens, i, end, out var first, out var last)
                && Lead(scratch.Emissions, labels, i, end) is var lead && Certainty.IsEnough(lead, type))
            {
                found.Add(new PiiSpan(scratch.Tokens.Starts[first], scratch.Tokens.Ends[last], type, Certainty.Score(lead)));
            }

            i = end;
        }
    }

    /// <summary>Leaves out line ends and marks around; false where there is nothing else.</summary>
    private static bool TryTrim(TokenBuffer tokens, int start, int end, out int first, out int last)
    {
        first = TokenBuffer.Pad + start;
        last = TokenBuffer.Pad + end - 1;
        while (first <= last && tokens.Shapes[first] is >= TokenShape.NewLine)
        {
            first++;
        }

        // A full stop stays: it may be that of an abbreviation.
        while (last > first && tokens.Shapes[last] is >= TokenShape.NewLine and not TokenShape.Stop and not TokenShape.Bracket)
        {
            last--;
        }

        return first <= last;
    }

    private static float Lead(short[] emissions, ReadOnlySpan<byte> labels, int start, int end)
    {
        var sum = 0;
        for (var i = start; i < end; i++)
        {
            sum += emissions[(i * TagLabel.Lanes) + labels[i]] - emissions[(i * TagLabel.Lanes) + TagLabel.None];
        }

        return (float)sum / (end - start);
    }
}
