namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>The check digit algorithms that several countries use.</summary>
internal static class Checksums
{
    private static ReadOnlySpan<byte> VerhoeffProduct =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
        1, 2, 3, 4, 0, 6, 7, 8, 9, 5,
        2, 3, 4, 0, 1, 7, 8, 9, 5, 6,
        3, 4, 0, 1, 2, 8, 9, 5, 6, 7,
        4, 0, 1, 2, 3, 9, 5, 6, 7, 8,
        5, 9, 8, 7, 6, 0, 4, 3, 2, 1,
        6, 5, 9, 8, 7, 1, 0, 4, 3, 2,
        7, 6, 5, 9, 8, 2, 1, 0, 4, 3,
        8, 7, 6, 5, 9, 3, 2, 1, 0, 4,
        9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
    ];

    private static ReadOnlySpan<byte> VerhoeffShift =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
        1, 5, 7, 6, 2, 8, 3, 0, 9, 4,
        5, 8, 0, 3, 7, 9, 6, 1, 4, 2,
        8, 9, 1, 6, 0, 4, 3, 5, 2, 7,
        9, 4, 5, 3, 1, 2, 6, 8, 7, 0,
        4, 2, 8, 6, 5, 7, 3, 9, 0, 1,
        2, 7, 9, 3, 8, 0, 6, 4, 1, 5,
        7, 0, 4, 6, 9, 1, 3, 2, 5, 8,
    ];

    /// <summary>ISO/IEC 7812-1, annex B.</summary>
    public static bool Luhn(ReadOnlySpan<char> digits) => LuhnSum(digits) % 10 == 0;

    public static int LuhnSum(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += (i & 1) == 0 ? digit : digit < 5 ? 2 * digit : (2 * digit) - 9;
        }

        return sum;
    }

    /// <summary>The sum of each digit times its weight.</summary>
    public static int Weighted(ReadOnlySpan<char> digits, ReadOnlySpan<byte> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (digits[i] - '0') * weights[i];
        }

        return sum;
    }

    /// <summary>ISO/IEC 7064, MOD 97-10, letters as 10 to 35: what is left of the division.</summary>
    public static int Mod97(ReadOnlySpan<char> characters, int left = 0)
    {
        foreach (var c in characters)
        {
            left = char.IsAsciiDigit(c) ? ((left * 10) + (c - '0')) % 97 : ((left * 100) + (c - 'A' + 10)) % 97;
        }

        return left;
    }

    /// <summary>ISO/IEC 7064, MOD 11,10, check digit last.</summary>
    public static bool Mod11And10(ReadOnlySpan<char> digits)
    {
        var product = 10;
        foreach (var c in digits[..^1])
        {
            var sum = (c - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == digits[^1] - '0';
    }

    public static bool Verhoeff(ReadOnlySpan<char> digits)
    {
        var state = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            state = VerhoeffProduct[(state * 10) + VerhoeffShift[(i % 8 * 10) + (digits[^(i + 1)] - '0')]];
        }

        return state == 0;
    }

    public static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var c in digits)
        {
            number = (number * 10) + (c - '0');
        }

        return number;
    }

    public static bool AllSame(ReadOnlySpan<char> characters) => !characters.ContainsAnyExcept(characters[0]);

    public static bool IsDate(int year, int month, int day) =>
        year is > 0 and < 10000 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>Whether yymmdd is a day of the 20th or the 21st century: only the 29th of February differs.</summary>
    public static bool IsShortDate(int year, int month, int day) => IsDate(1900 + year, month, day) || IsDate(2000 + year, month, day);
}
