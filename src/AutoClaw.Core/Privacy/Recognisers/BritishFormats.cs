using System.Buffers;

namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Identifiers of the United Kingdom.</summary>
internal static class BritishFormats
{
    private static readonly SearchValues<char> NotInward = SearchValues.Create("CIKMOV");
    private static readonly ContextWords Nhs = new("nhs", "health service", "patient", "gp");
    private static readonly ContextWords Nino = new("nino", "national insurance", "ni number", "insurance number", "hmrc");
    private static readonly ContextWords Passport = new("passport", "travel document");
    private static readonly ContextWords Licence = new("licence", "license", "driving", "driver", "dvla");
    private static readonly ContextWords Postcode = new("postcode", "post code", "postal", "address", "zip");
    private static readonly ContextWords Vehicle = new("registration", "plate", "vehicle", "number plate", "car", "vrm", "reg");

    private static readonly CheckDigits IsNhs = static d => (11 - (Checksums.Weighted(d, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 == d[9] - '0';

    private static readonly CheckDigits IsNino = static d =>
        !"DFIQUV".Contains(d[0], StringComparison.Ordinal) && !"DFIOQUV".Contains(d[1], StringComparison.Ordinal) && d[^1] is >= 'A' and <= 'D'
        && !(d[..2] is "BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ");

    // A surname filled up with nines; decade, month (50 more for women), day and year of birth.
    private static readonly CheckDigits IsLicence = static d =>
        char.IsAsciiLetter(d[0]) && !d[..5].TrimEnd('9').ContainsAnyInRange('0', '9') && Checksums.Number(d[6..8]) is (>= 1 and <= 12) or (>= 51 and <= 62)
        && Checksums.Number(d[8..10]) is >= 1 and <= 31;

    private static readonly CheckDigits IsPostcode = static d =>
        !"QVX".Contains(d[0], StringComparison.Ordinal) && !"IJZ".Contains(d[1], StringComparison.Ordinal) && !d[^2..].ContainsAny(NotInward);

    // The year's half: 02 to 29 from March, 51 to 79 from September.
    private static readonly CheckDigits IsCurrentPlate = static d =>
        !d[..2].ContainsAny("IQZ") && Checksums.Number(d[2..4]) is (>= 2 and <= 29) or (>= 51 and <= 79) && !d[4..].ContainsAny("IQ");

    private static readonly CheckDigits IsPrefixPlate = static d => !"IOQUZ".Contains(d[0], StringComparison.Ordinal) && !d[^3..].ContainsAny("IQ");
    private static readonly CheckDigits IsSuffixPlate = static d => !"IOQUZ".Contains(d[^1], StringComparison.Ordinal) && !d[..3].ContainsAny("IQ");
    private static readonly Scores Plate = new(.4f, .45f, .85f);

    public static IEnumerable<Format> All =>
    [
        new(PiiType.UkNhs, "999~999~9999", Nhs, Scores.OneInTen, IsNhs),
        new(PiiType.UkNino, "AA~99~99~99~A", Nino, new(.75f, .8f, .95f)) { Shape = IsNino },
        new(PiiType.UkNino, "AA_999999A", Nino, new(.7f, .7f, .95f)) { Shape = IsNino },
        new(PiiType.UkPassport, "AA9999999", Passport, new(.2f, .2f, .85f)),
        new(PiiType.UkDrivingLicence, "XXXXX~999999~XXXAA", Licence, new(.8f, .9f, 1), Separators: " ") { Shape = IsLicence },
        .. Format.Each(new(PiiType.UkPostcode, "", Postcode, new(.3f, .6f, .9f), Separators: " ") { Shape = IsPostcode }, "A9~9AA", "A99~9AA", "AA9~9AA", "AA99~9AA", "A9A~9AA", "AA9A~9AA"),
        new(PiiType.UkPostcode, "GIR~0AA", Postcode, Scores.Formed, Separators: " "),
        new(PiiType.UkVehicleRegistration, "AA99~AAA", Vehicle, new(.45f, .6f, .9f)) { Shape = IsCurrentPlate },
        .. Format.Each(new(PiiType.UkVehicleRegistration, "", Vehicle, Plate) { Shape = IsPrefixPlate }, "A9~AAA", "A99~AAA", "A999~AAA"),
        .. Format.Each(new(PiiType.UkVehicleRegistration, "", Vehicle, Plate) { Shape = IsSuffixPlate }, "AAA~9A", "AAA~99A", "AAA~999A"),
    ];
}
