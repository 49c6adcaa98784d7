namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>
/// Phone numbers, by how people write them: with a plus and a country code that exists; in North America's 3-3-4; with a trunk 0 and in groups;
/// and, where a word such as "call" or "mobile" stands near, any 7 to 15 digits that are no date. Knows no national numbering plans: docs/privacy.md
/// says what that costs.
/// </summary>
internal sealed class PhoneNumbers() : WordRecogniser(PiiType.PhoneNumber)
{
    private const int MostGroups = 7;

    public override bool Wants(WordShape shape, int length) => shape != WordShape.LetterFirst && length <= 22;

    public override void Look(in PiiSearch search, Word word)
    {
        var text = search.Text;
        var lead = PhoneLead.Before(text, word.Start);
        if (!lead.IsOpen)
        {
            return;
        }

        Span<PhoneGroup> groups = stackalloc PhoneGroup[MostGroups];
        var count = PhoneGroup.Read(text, word.Start, lead, groups);
        if (count == 0)
        {
            return;
        }

        bool? near = null;
        float best = 0;
        var bestEnd = 0;

        // The longest first: with equal scores, more of the number is found.
        for (var n = count; n > 0; n--)
        {
            var end = groups[n - 1].End;
            if (lead.Unclosed && !PhoneGroup.AnyClosed(groups[..n]))
            {
                continue;
            }

            var rest = PhoneLead.ExtensionEnd(text, end);
            if (!Edges.OpenAfter(text, rest))
            {
                continue;
            }

            var score = PhoneForm.Score(text, groups[..n], lead);
            if (score < PhoneForm.Certain && PhoneForm.CanBeAny(text, groups[..n]))
            {
                near ??= PhoneForm.Words.Near(text, lead.Start, groups[count - 1].End);
                score = near.Value ? Math.Max(score + .2f, PhoneForm.WithWord) : score;
            }

            if (score > best)
            {
                best = score;
                bestEnd = rest;
            }
        }

        search.Report(lead.Start, bestEnd, PiiType.PhoneNumber, Math.Min(best, .95f));
    }
}
