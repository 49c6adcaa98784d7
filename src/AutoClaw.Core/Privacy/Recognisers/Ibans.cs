namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>
/// IBANs: ISO 13616's length for the country and its remainder of 97, in upper or in lower case, in one piece or in groups. Next to the word
/// "IBAN" a wrong check counts too, with a lower score.
/// </summary>
internal sealed class Ibans() : WordRecogniser(PiiType.IbanCode)
{
    private const int Longest = 34;

    private static readonly ContextWords Words = new("iban", "bank", "account", "konto", "compte", "cuenta", "conto", "rekening", "transfer");

    // Country and length, from the registry's entries.
    private static readonly byte[] Lengths = ReadLengths(
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 "
        + "GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 "
        + "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 "
        + "TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    public override bool Wants(WordShape shape, int length) => shape == WordShape.LetterFirst && length is >= 4 and <= Longest;

    public override void Look(in PiiSearch search, Word word)
    {
        var text = search.Text;
        if (LengthFor(text[word.Start..word.End]) is not (> 0 and var length))
        {
            return;
        }

        Span<char> compact = stackalloc char[Longest];
        var end = Read(text, word.Start, compact[..length]);
        if (end < 0 || !Edges.Stand(text, word.Start, end))
        {
            return;
        }

        compact = compact[..length];
        if (Checksums.Mod97(compact[..4], Checksums.Mod97(compact[4..])) == 1)
        {
            search.Report(word.Start, end, PiiType.IbanCode, 1);
        }
        else if (Words.Near(text, word.Start, end))
        {
            search.Report(word.Start, end, PiiType.IbanCode, .5f);
        }
    }

    private static int LengthFor(ReadOnlySpan<char> word) =>
        char.IsAsciiLetter(word[0]) && char.IsAsciiLetter(word[1]) && char.IsAsciiDigit(word[2]) && char.IsAsciiDigit(word[3])
            ? Lengths[((word[0] & 31) * 32) + (word[1] & 31)]
            : 0;

    /// <summary>Where it ends, or -1. Letters are all of one case: a mixture is no way in which anybody writes one.</summary>
    private static int Read(ReadOnlySpan<char> text, int start, Span<char> compact)
    {
        var separator = '\0';
        bool upper = false, lower = false;
        var at = start;
        for (var i = 0; i < compact.Length; at++)
        {
            if (at >= text.Length)
            {
                return -1;
            }

            var c = text[at];
            if (char.IsAsciiLetterOrDigit(c))
            {
                upper |= char.IsAsciiLetterUpper(c);
                lower |= char.IsAsciiLetterLower(c);
                compact[i++] = char.ToUpperInvariant(c);
                continue;
            }

            // One separator at a time, the same at every place.
            if (c is not (' ' or '-' or '\u00A0') || (separator != '\0' && separator != c) || !char.IsAsciiLetterOrDigit(text[at - 1]))
            {
                return -1;
            }

            separator = c;
        }

        return upper && lower ? -1 : at;
    }

    private static byte[] ReadLengths(string list)
    {
        var lengths = new byte[32 * 32];
        foreach (var entry in list.Split(' '))
        {
            lengths[((entry[0] & 31) * 32) + (entry[1] & 31)] = (byte)Checksums.Number(entry.AsSpan(2));
        }

        return lengths;
    }
}
