namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Identifiers of Spain, Italy and Türkiye.</summary>
internal static class SouthEuropeanFormats
{
    private static readonly ContextWords Nif = new("nif", "dni", "documento nacional", "identidad", "fiscal");
    private static readonly ContextWords Nie = new("nie", "extranjero", "identificación", "identificacion");
    private static readonly ContextWords Pasaporte = new("pasaporte", "passport");
    private static readonly ContextWords Fiscal = new("codice fiscale", "cf", "fiscale", "fiscal code");
    private static readonly ContextWords Vat = new("partita iva", "p.iva", "piva", "iva", "vat");
    private static readonly ContextWords Patente = new("patente", "guida", "driving licence", "driver license", "license");
    private static readonly ContextWords Identita = new("carta d'identità", "identità", "identita", "identity card", "documento", "cie");
    private static readonly ContextWords Passaporto = new("passaporto", "passport");
    private static readonly ContextWords Kimlik = new("kimlik", "tc", "t.c.", "tckn", "turkish id", "national id");
    private static readonly ContextWords Plaka = new("plaka", "plate", "araç", "vehicle", "ruhsat");

    private const string NifLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
    private const string OmocodiaLetters = "LMNPQRSTUV";

    // The values of characters at odd places, 0 to 9 and then A to Z (Ministero delle Finanze, DM 23/12/1976).
    private static ReadOnlySpan<byte> OddValues => [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    private static readonly CheckDigits IsNif = static d => NifLetters[Checksums.Number(d[..^1]) % 23] == d[^1];
    private static readonly CheckDigits IsNie = static d => d[0] is >= 'X' and <= 'Z' && NifLetters[(((d[0] - 'X') * 10_000_000) + Checksums.Number(d[1..8])) % 23] == d[8];
    private static readonly CheckDigits IsVat = static d => Checksums.Luhn(d[^11..]) && d[^11..].ContainsAnyExcept('0');
    private static readonly CheckDigits IsKimlikForm = static d => d[0] != '0';
    private static readonly CheckDigits IsPlate = static d => Checksums.Number(d[..2]) is >= 1 and <= 81;

    public static IEnumerable<Format> All =>
    [
        new(PiiType.EsNif, "99999999~A", Nif, new(.6f, .7f, 1), IsNif, "-"),
        new(PiiType.EsNif, "9999999~A", Nif, new(.3f, .4f, .95f), IsNif, "-"),
        new(PiiType.EsNie, "A9999999~A", Nie, new(.9f, .9f, 1), IsNie, "-"),
        new(PiiType.EsPassport, "AAA999999", Pasaporte, new(.2f, .2f, .85f)),
        new(PiiType.ItFiscalCode, "AAAAAAXXAXXAXXXA", Fiscal, new(1, 1, 1, .5f), IsFiscalCode) { Shape = IsFiscalForm },
        new(PiiType.ItVatCode, "99999999999", Vat, new(.3f, .3f, .95f), IsVat),
        new(PiiType.ItVatCode, "IT99999999999", Vat, new(.9f, .9f, 1), IsVat),
        new(PiiType.ItDriverLicense, "AA9999999A", Patente, new(.3f, .3f, .85f)),
        .. Format.Each(new(PiiType.ItIdentityCard, "", Identita, new(.2f, .2f, .85f)), "9999999AA", "AA99999AA", "AA9999999"),
        new(PiiType.ItPassport, "AA9999999", Passaporto, new(.2f, .2f, .84f)),
        new(PiiType.TrNationalId, "99999999999", Kimlik, new(.6f, .6f, 1), IsKimlik) { Shape = IsKimlikForm },
        .. Format.Each(
            new(PiiType.TrLicensePlate, "", Plaka, new(.3f, .4f, .85f), Separators: " ") { Shape = IsPlate },
            "99~A~99", "99~A~999", "99~A~9999", "99~A~99999", "99~AA~99", "99~AA~999", "99~AA~9999", "99~AAA~99", "99~AAA~999", "99~AAA~9999"),
    ];

    private static bool IsFiscalForm(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<int> digits = [6, 7, 9, 10, 12, 13, 14];
        foreach (var i in digits)
        {
            if (!char.IsAsciiDigit(d[i]) && !OmocodiaLetters.Contains(d[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return "ABCDEHLMPRST".Contains(d[8], StringComparison.Ordinal);
    }

    private static bool IsFiscalCode(ReadOnlySpan<char> d)
    {
        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var value = char.IsAsciiDigit(d[i]) ? d[i] - '0' : d[i] - 'A';
            sum += (i & 1) == 1 ? value : OddValues[char.IsAsciiDigit(d[i]) ? value : value + 10];
        }

        return d[15] == 'A' + (sum % 26);
    }

    private static bool IsKimlik(ReadOnlySpan<char> d)
    {
        var odd = Checksums.Weighted(d, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
        var even = Checksums.Weighted(d, [0, 1, 0, 1, 0, 1, 0, 1]);
        var tenth = ((((odd * 7) - even) % 10) + 10) % 10;
        return tenth == d[9] - '0' && (odd + even + tenth) % 10 == d[10] - '0';
    }
}
