namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Identifiers of Korea.</summary>
internal static class KoreanFormats
{
    private static readonly ContextWords Resident = new("rrn", "resident registration", "주민등록번호", "주민번호", "korean rrn");
    private static readonly ContextWords Foreigner = new("frn", "foreigner registration", "alien registration", "외국인등록번호", "arc");
    private static readonly ContextWords Business = new("brn", "business registration", "사업자등록번호", "사업자번호");
    private static readonly ContextWords Passport = new("passport", "여권", "여권번호");
    private static readonly ContextWords Licence = new("license", "licence", "driver", "운전면허", "면허번호");

    // Numbers given from October 2020 on have no check digit, so the date and the digit for sex and century must do.
    private static readonly CheckDigits IsResident = static d =>
        d[6] is >= '1' and <= '4' && IsBirth(d, d[6] <= '2' ? 1900 : 2000);

    private static readonly CheckDigits IsForeigner = static d => d[6] is >= '5' and <= '8' && IsBirth(d, d[6] <= '6' ? 1900 : 2000);

    private static readonly CheckDigits IsBusiness = static d =>
        (10 - ((Checksums.Weighted(d, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + ((d[8] - '0') * 5 / 10)) % 10)) % 10 == d[9] - '0';

    private static readonly CheckDigits IsPassport = static d => "MSRODG".Contains(d[0], StringComparison.Ordinal);
    private static readonly CheckDigits IsLicence = static d => Checksums.Number(d[..2]) is >= 11 and <= 28;

    public static IEnumerable<Format> All =>
    [
        new(PiiType.KrRrn, "999999~9999999", Resident, new(.45f, .8f, .95f), Separators: "-") { Shape = IsResident },
        new(PiiType.KrFrn, "999999~9999999", Foreigner, new(.45f, .75f, .95f), Separators: "-") { Shape = IsForeigner },
        new(PiiType.KrBrn, "999~99~99999", Business, new(.3f, .75f, .95f), IsBusiness, "-"),
        new(PiiType.KrPassport, "A999A9999", Passport, new(.3f, .3f, .9f)) { Shape = IsPassport },
        new(PiiType.KrPassport, "A99999999", Passport, new(.2f, .2f, .86f)) { Shape = IsPassport },
        new(PiiType.KrDriverLicense, "99~99~999999~99", Licence, new(.1f, .7f, .9f), Separators: "-") { Shape = IsLicence },
    ];

    private static bool IsBirth(ReadOnlySpan<char> d, int century) =>
        Checksums.IsDate(century + Checksums.Number(d[..2]), Checksums.Number(d[2..4]), Checksums.Number(d[4..6]));
}
