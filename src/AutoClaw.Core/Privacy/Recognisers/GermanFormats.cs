using System.Buffers;

namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Identifiers of Germany.</summary>
internal static class GermanFormats
{
    private static readonly SearchValues<char> NotInPassports = SearchValues.Create("ABDEIOQSU");
    private static readonly ContextWords Tax = new("steuer-id", "steuerid", "steuerliche identifikationsnummer", "identifikationsnummer", "steueridentifikationsnummer", "idnr", "idnr.", "steuernummer", "tax id", "tin");
    private static readonly ContextWords Vat = new("ust-idnr", "ust-id", "umsatzsteuer", "vat", "mwst");
    private static readonly ContextWords Passport = new("pass", "reisepass", "pass-nr", "passnummer", "passport", "ausweis", "personalausweis", "ausweisnummer");
    private static readonly ContextWords Pension = new("sozialversicherung", "sozialversicherungsnummer", "rentenversicherung", "rentenversicherungsnummer", "sv-nummer", "svnr", "rvnr", "versicherungsnummer", "social security");
    private static readonly ContextWords Health = new("krankenversicherung", "krankenversichertennummer", "krankenkasse", "versichertennummer", "kvnr", "gesundheitskarte", "egk", "health insurance");
    private static readonly ContextWords Doctor = new("lanr", "arztnummer", "arzt-nr", "arztes", "arzt");
    private static readonly ContextWords Practice = new("bsnr", "betriebsstättennummer", "betriebsstätte", "praxis");

    // The numbers of the pension insurers.
    private static readonly HashSet<int> PensionAreas =
        [2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 38, 39, 40, 42, 43, 44, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 63, 64, 65,
        66, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 89];

    private static readonly CheckDigits IsTax = static d => Checksums.Mod11And10(d);
    private static readonly CheckDigits IsTaxForm = static d => d[0] != '0' && !Checksums.AllSame(d);
    private static readonly CheckDigits IsVat = static d => Checksums.Mod11And10(d[2..]);

    // ICAO 9303: letters as 10 to 35, weights 7, 3, 1; vowels and letters like digits are not used.
    private static readonly CheckDigits IsPassport = static d =>
    {
        var sum = 0;
        for (var i = 0; i < 8; i++)
        {
            sum += (char.IsAsciiDigit(d[i]) ? d[i] - '0' : d[i] - 'A' + 10) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        }

        return sum % 10 == d[8] - '0';
    };

    private static readonly CheckDigits IsPassportForm = static d => !d.ContainsAny(NotInPassports);

    private static readonly CheckDigits IsPension = static d =>
    {
        Span<char> digits = stackalloc char[12];
        d[..8].CopyTo(digits);
        LetterDigits(d[8], digits[8..]);
        d[9..11].CopyTo(digits[10..]);
        return CrossSum(digits, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 == d[11] - '0';
    };

    private static readonly CheckDigits IsPensionForm = static d =>
        Checksums.Number(d[4..6]) is >= 1 and <= 12 && Checksums.Number(d[2..4]) is (>= 1 and <= 31) or (>= 51 and <= 81) && PensionAreas.Contains(Checksums.Number(d[..2]));

    private static readonly CheckDigits IsHealth = static d =>
    {
        Span<char> digits = stackalloc char[10];
        LetterDigits(d[0], digits);
        d[1..9].CopyTo(digits[2..]);
        return CrossSum(digits, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 == d[9] - '0';
    };

    private static readonly CheckDigits IsDoctor = static d =>
        (10 - (Checksums.Weighted(d, [4, 9, 4, 9, 4, 9]) % 10)) % 10 == d[6] - '0' && d[..6].ContainsAnyExcept('0');

    private static readonly CheckDigits IsPractice = static d => d[..2].ContainsAnyExcept('0') && d[2..].ContainsAnyExcept('0');

    public static IEnumerable<Format> All =>
    [
        new(PiiType.DeTaxId, "99~999~999~999", Tax, new(.3f, .5f, .95f, .5f), IsTax, " ") { Shape = IsTaxForm },
        new(PiiType.DeVatId, "DE~999~999~999", Vat, new(.9f, .9f, 1), IsVat, " "),
        new(PiiType.DePassport, "AXXXXXXX9", Passport, new(.4f, .4f, .95f), IsPassport) { Shape = IsPassportForm },
        new(PiiType.DeSocialSecurity, "99~999999~A~999", Pension, new(.8f, .9f, 1, .5f), IsPension, " ") { Shape = IsPensionForm },
        new(PiiType.DeHealthInsurance, "A999999999", Health, new(.45f, .45f, 1), IsHealth),
        new(PiiType.DeLanr, "999999999", Doctor, new(.2f, .2f, .9f), IsDoctor),
        new(PiiType.DeBsnr, "999999999", Practice, new(.05f, .05f, .85f)) { Shape = IsPractice },
    ];

    private static void LetterDigits(char letter, Span<char> digits)
    {
        var number = letter - 'A' + 1;
        digits[0] = (char)('0' + (number / 10));
        digits[1] = (char)('0' + (number % 10));
    }

    private static int CrossSum(ReadOnlySpan<char> digits, ReadOnlySpan<byte> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var product = (digits[i] - '0') * weights[i];
            sum += (product / 10) + (product % 10);
        }

        return sum;
    }
}
