namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Identifiers of India.</summary>
internal static class IndianFormats
{
    private static readonly ContextWords Aadhaar = new("aadhaar", "aadhar", "uidai", "uid", "आधार");
    private static readonly ContextWords Pan = new("pan", "permanent account", "income tax", "tax");
    private static readonly ContextWords Gstin = new("gstin", "gst", "goods and services");
    private static readonly ContextWords Passport = new("passport", "travel document");
    private static readonly ContextWords Voter = new("voter", "epic", "election", "electoral", "vote");
    private static readonly ContextWords Vehicle = new("registration", "vehicle", "rto", "number plate", "plate", "bike", "car", "scooter");

    // The fourth letter says what kind of taxpayer it is.
    private const string Holders = "ABCFGHJLPT";
    private const string Base36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly CheckDigits IsAadhaar = static d => d[0] >= '2' && Checksums.Verhoeff(d);
    private static readonly CheckDigits IsPan = static d => Holders.Contains(d[3], StringComparison.Ordinal);
    private static readonly CheckDigits IsGstin = static d => Checksums.Number(d[..2]) is (>= 1 and <= 38) or 97;

    public static IEnumerable<Format> All =>
    [
        new(PiiType.InAadhaar, "9999~9999~9999", Aadhaar, new(.3f, .6f, 1), IsAadhaar, " -:"),
        new(PiiType.InAadhaar, "9999~9999~9999", Aadhaar, new(.05f, .05f, .5f), null, " -:"),
        new(PiiType.InPan, "AAAAA9999A", Pan, new(.7f, .7f, .95f)) { Shape = IsPan },
        new(PiiType.InPan, "AAAAA9999A", Pan, new(.3f, .3f, .7f)),
        new(PiiType.InGstin, "99AAAAA9999AXZX", Gstin, new(1, 1, 1, .6f), IsGstinChecked) { Shape = IsGstin },
        new(PiiType.InGstin, "99AAAAA9999AXZX", Gstin, new(.6f, .6f, .8f)) { Shape = IsGstin },
        new(PiiType.InPassport, "A9999999", Passport, new(.2f, .2f, .85f)) { Shape = static d => d[0] is not ('Q' or 'X' or 'Z') && d[1] != '0' && d[^1] != '0' },
        new(PiiType.InVoter, "AAA9999999", Voter, new(.4f, .4f, .9f)),
        .. Format.Each(new(PiiType.InVehicleRegistration, "", Vehicle, new(.5f, .5f, .9f)), "AA99AA9999", "AA99A9999", "AA9AA9999", "AA9AAA9999"),
        .. Format.Each(new(PiiType.InVehicleRegistration, "", Vehicle, Scores.Weak), "AA9A9999", "AA9999", "AAA9999", "A99999"),
    ];

    private static bool IsGstinChecked(ReadOnlySpan<char> d)
    {
        var sum = 0;
        for (var i = 0; i < 14; i++)
        {
            var product = Base36.IndexOf(d[i], StringComparison.Ordinal) * ((i & 1) + 1);
            sum += (product / 36) + (product % 36);
        }

        return Base36[(36 - (sum % 36)) % 36] == d[14];
    }
}
