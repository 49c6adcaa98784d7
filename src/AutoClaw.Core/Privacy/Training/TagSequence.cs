using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Privacy.Tagger;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>A stretch of tokens as features, and the right labels.</summary>
/// <param name="Slots"><see cref="TagFeatures.Count"/> for each token.</param>
/// <param name="Labels">One for each token.</param>
internal sealed record TagSequence(ushort[] Slots, byte[] Labels)
{
    /// <summary>
    /// Appends the stretches of <paramref name="text"/>. Hides the list entries of a share of the words where <paramref name="random"/> is given.
    /// </summary>
    public static void Append(List<TagSequence> sequences, TaggerText text, WordTable words, TokenBuffer tokens, TaggerOptions options, SeededRandom? random)
    {
        for (var at = 0; at < text.Text.Length;)
        {
            at = tokens.Fill(text.Text, at, words);
            if (tokens.Count == 0)
            {
                continue;
            }

            var slots = new ushort[tokens.Count * TagFeatures.Count];
            var gold = Gold(text.Spans, tokens);
            if (random is not null)
            {
                Hide(tokens, gold, options, random);
            }

            for (var i = 0; i < tokens.Count; i++)
            {
                TagFeatures.Extract(tokens, TokenBuffer.Pad + i, slots.AsSpan(i * TagFeatures.Count));
            }

            sequences.Add(new TagSequence(slots, gold));
        }
    }

    private static void Hide(TokenBuffer tokens, byte[] gold, TaggerOptions options, SeededRandom random)
    {
        var unknown = random.Unit() < 0.5 ? options.UnknownWords : 0;
        for (var i = TokenBuffer.Pad; i < TokenBuffer.Pad + tokens.Count; i++)
        {
            if (random.Unit() < options.HiddenWords)
            {
                tokens.Kinds[i] &= WordKinds.Common | WordKinds.StreetWord | WordKinds.Title;
            }

            if (gold[i - TokenBuffer.Pad] == TagLabel.None && tokens.Shapes[i] == TokenShape.Lower && random.Unit() < unknown)
            {
                tokens.Words[i] = (uint)random.Next() | 0x80000000;
                tokens.Heads[i] = random.Next();
                tokens.Tails[i] = random.Next();
            }
        }

        tokens.FindRuns();
    }

    private static byte[] Gold(IReadOnlyList<PiiSpan> spans, TokenBuffer tokens)
    {
        var labels = new byte[tokens.Count];
        foreach (var span in spans)
        {
            if (!TagLabel.Found.Contains(span.Type))
            {
                continue;
            }

            var label = TagLabel.First(span.Type);
            for (var i = 0; i < labels.Length; i++)
            {
                if (tokens.Starts[TokenBuffer.Pad + i] < span.End && tokens.Ends[TokenBuffer.Pad + i] > span.Start)
                {
                    labels[i] = (byte)label;
                    label = TagLabel.Next(span.Type);
                }
            }
        }

        return labels;
    }
}
