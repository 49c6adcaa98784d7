namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>
/// Payment cards: issuer ranges and lengths of ISO/IEC 7812 as the networks publish them, and the Luhn check digit. Next to a word such
/// as "card" a number of the right form whose check digit is wrong counts too, with a lower score.
/// </summary>
internal sealed class PaymentCards() : WordRecogniser(PiiType.CreditCard)
{
    private const int Shortest = 12;
    private const int Longest = 19;

    private static readonly ContextWords Words = new(
        "card", "credit", "debit", "cc", "ccn", "visa", "mastercard", "master", "amex", "american express", "diners", "discover", "jcb",
        "maestro", "unionpay", "pan", "cvv", "cvc", "expires", "expiry", "payment", "karte", "kreditkarte", "carte", "tarjeta", "carta", "cartão", "kort", "卡");

    public override bool Wants(WordShape shape, int length) => shape == WordShape.Digits && length is 4 or (>= Shortest and <= Longest);

    public override void Look(in PiiSearch search, Word word)
    {
        Span<char> digits = stackalloc char[Longest];
        var end = Read(search.Text, word, digits, out var length);
        digits = digits[..length];
        if (length < Shortest || !Edges.Stand(search.Text, word.Start, end) || Checksums.AllSame(digits[1..]))
        {
            return;
        }

        var right = Checksums.Luhn(digits);
        var issuer = IssuerScore(digits);
        var score = !right ? 0 : end - word.Start > length && issuer > 0 ? 1 : issuer;
        if (score < 1 && (right || issuer > 0) && (Words.Near(search.Text, word.Start, end) || (right && issuer > 0 && search.IsAll(word.Start, end))))
        {
            // An issuer that is not in the table below, or a slip of the pen.
            score = right ? issuer > 0 ? 1 : .7f : length >= 15 ? .6f : .5f;
        }

        search.Report(word.Start, end, PiiType.CreditCard, score);
    }

    /// <summary>Reads one run of digits, or 4-4-4-4, 4-4-4-4-3, 4-6-5 or 4-6-4 with one kind of separator.</summary>
    private static int Read(ReadOnlySpan<char> text, Word word, Span<char> digits, out int length)
    {
        text[word.Start..word.End].CopyTo(digits);
        length = word.Length;
        var end = word.End;
        if (length != 4 || end >= text.Length || text[end] is not (' ' or '-' or '.'))
        {
            return end;
        }

        var separator = text[end];
        var best = end;
        var bestLength = 0;
        Span<int> groups = stackalloc int[5];
        var count = 1;
        groups[0] = 4;
        for (; count < 5 && end < text.Length && text[end] == separator; count++)
        {
            var run = end + 1;
            while (run < text.Length && char.IsAsciiDigit(text[run]) && run - end <= 6)
            {
                run++;
            }

            var size = run - end - 1;
            if (size < 3 || length + size > Longest)
            {
                break;
            }

            text.Slice(end + 1, size).CopyTo(digits[length..]);
            length += size;
            end = run;
            groups[count] = size;
            if (IsLayout(groups[..(count + 1)]))
            {
                best = end;
                bestLength = length;
            }
        }

        length = bestLength;
        return best;
    }

    private static bool IsLayout(ReadOnlySpan<int> groups) => groups switch
    {
        [4, 4, 4, 4] or [4, 6, 5] or [4, 6, 4] or [4, 4, 4, 4, 3] => true,
        _ => false,
    };

    /// <summary>How much the issuer's range and the length say, with the right check digit and nothing near; 0: no issuer has it.</summary>
    private static float IssuerScore(ReadOnlySpan<char> digits)
    {
        var six = Checksums.Number(digits[..6]);
        var four = six / 100;
        var two = six / 10_000;
        var length = digits.Length;
        return two switch
        {
            >= 40 and < 50 => length switch { 16 => .95f, 19 => .8f, 13 => .45f, _ => 0 },
            >= 51 and <= 55 => length == 16 ? .95f : 0,
            >= 22 and <= 27 when four is >= 2221 and <= 2720 => length == 16 ? .95f : 0,
            22 when four is >= 2200 and <= 2204 => length >= 16 ? .8f : 0,
            34 or 37 => length == 15 ? .95f : 0,
            30 when four is (>= 3000 and <= 3059) or (>= 3095 and <= 3099) => length is 14 or 16 ? .8f : 0,
            36 or 38 or 39 => length is 14 or 16 ? .8f : 0,
            35 when four is >= 3528 and <= 3589 => length >= 16 ? .95f : 0,
            21 or 18 when four is 2131 or 1800 => length == 15 ? .8f : 0,
            // Universal Air Travel Plan: all of 1, so that one number of 15 digits in a hundred is one by chance.
            >= 10 and < 20 => length == 15 ? .4f : 0,
            // Discover, UnionPay and RuPay.
            60 or 62 or 64 or 65 or 81 or 82 => length >= 16 ? .95f : 0,
            86 when four == 8600 => length == 16 ? .8f : 0,
            97 when four == 9792 => length == 16 ? .8f : 0,
            98 when four == 9860 => length == 16 ? .8f : 0,
            // Maestro and national schemes: 12 to 19 digits, which many other numbers have.
            50 or (>= 56 and <= 59) or (>= 61 and <= 69) => length >= 16 ? .8f : .4f,
            _ => 0,
        };
    }
}
