namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Identifiers of Nigeria and South Africa.</summary>
internal static class AfricanFormats
{
    private static readonly ContextWords Nin = new("nin", "national identification", "nimc");
    private static readonly ContextWords Plate = new("plate", "vehicle", "registration", "car");
    private static readonly ContextWords Identity = new("id number", "identity number", "south african", "sa id", "rsa id", "permanent resident", "id no");

    private static readonly CheckDigits IsNin = static d => Checksums.Verhoeff(d) && !Checksums.AllSame(d);

    // Citizen, permanent resident or refugee.
    private static readonly CheckDigits IsIdentityForm = static d =>
        d[10] is >= '0' and <= '2' && Checksums.IsShortDate(Checksums.Number(d[..2]), Checksums.Number(d[2..4]), Checksums.Number(d[4..6]));

    private static readonly CheckDigits IsIdentity = static d => Checksums.Luhn(d);

    public static IEnumerable<Format> All =>
    [
        new(PiiType.NgNin, "99999999999", Nin, new(.3f, .3f, .95f), IsNin),
        new(PiiType.NgVehicleRegistration, "AAA~999AA", Plate, new(.3f, .45f, .85f), Separators: "-"),
        new(PiiType.ZaIdNumber, "999999~9999~99~9", Identity, new(.7f, .9f, 1, .5f), IsIdentity, " ") { Shape = IsIdentityForm },
    ];
}
