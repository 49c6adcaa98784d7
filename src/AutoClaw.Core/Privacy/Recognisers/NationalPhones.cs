namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>The phone numbers of the Philippines (mobile) and of Türkiye by their numbering plans, for those who ask for these types.</summary>
internal sealed class NationalPhones() : WordRecogniser(PiiType.PhMobileNumber, PiiType.TrPhoneNumber)
{
    private const int LongestNumber = 13;
    private const int MostGroups = 6;

    private static readonly ContextWords Words = new("mobile", "cell", "phone", "telepono", "text", "call", "contact", "sms", "telefon", "tel", "cep", "gsm", "numara");

    public override bool Wants(WordShape shape, int length) => shape == WordShape.Digits && length <= 12;

    public override void Look(in PiiSearch search, Word word)
    {
        var text = search.Text;
        var lead = PhoneLead.Before(text, word.Start);
        Span<PhoneGroup> groups = stackalloc PhoneGroup[MostGroups];
        var count = lead.IsOpen ? PhoneGroup.Read(text, word.Start, lead, groups) : 0;
        Span<char> digits = stackalloc char[LongestNumber];
        var length = 0;
        var end = 0;
        for (var i = 0; i < count && length + groups[i].Digits <= LongestNumber; i++)
        {
            text.Slice(groups[i].Start, groups[i].Digits).CopyTo(digits[length..]);
            length += groups[i].Digits;
            if (length >= (lead.Plus ? 12 : digits[0] == '0' ? 11 : 10) && Edges.OpenAfter(text, groups[i].End))
            {
                end = groups[i].End;
                break;
            }
        }

        if (end == 0)
        {
            return;
        }

        var national = National(digits[..length], lead.Plus, "63");
        if (national is ['9', ..] && (lead.Plus || digits[0] == '0'))
        {
            search.Report(lead.Start, end, PiiType.PhMobileNumber, Words.Near(text, lead.Start, end) ? .9f : .6f);
        }

        national = National(digits[..length], lead.Plus, "90");
        if (national is [>= '2' and <= '5', ..])
        {
            search.Report(lead.Start, end, PiiType.TrPhoneNumber, Words.Near(text, lead.Start, end) ? .9f : lead.Plus || digits[0] == '0' ? .6f : .3f);
        }
    }

    /// <summary>The ten digits after country code or trunk 0; nothing where it is no number of this country.</summary>
    private static ReadOnlySpan<char> National(ReadOnlySpan<char> digits, bool plus, string country)
    {
        if (plus)
        {
            return digits.Length == 12 && digits.StartsWith(country) ? digits[2..] : [];
        }

        return digits.Length == 11 && digits[0] == '0' ? digits[1..] : digits.Length == 10 ? digits : [];
    }
}
