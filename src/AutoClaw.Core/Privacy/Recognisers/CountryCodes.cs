namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>The country codes of ITU-T E.164 that are in use.</summary>
internal static class CountryCodes
{
    private static readonly bool[] TwoDigits = Read(
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98");

    // Zones whose codes have three digits.
    private static readonly bool[] ThreeDigits = Read("21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99");

    /// <summary>Whether digits, with separators between or without, begin with one.</summary>
    public static bool Begins(ReadOnlySpan<char> digits)
    {
        if (digits.Length < 2 || !char.IsAsciiDigit(digits[0]))
        {
            return false;
        }

        if (digits[0] is '1' or '7')
        {
            return true;
        }

        if (!char.IsAsciiDigit(digits[1]))
        {
            return false;
        }

        var two = Checksums.Number(digits[..2]);
        return TwoDigits[two] || (ThreeDigits[two] && digits.Length > 2 && char.IsAsciiDigit(digits[2]));
    }

    private static bool[] Read(string list)
    {
        var known = new bool[100];
        foreach (var code in list.Split(' '))
        {
            known[Checksums.Number(code)] = true;
        }

        return known;
    }
}
