namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Every recogniser there is.</summary>
internal static class RecogniserList
{
    private static readonly PiiType[] OnlyOnRequest =
    [
        PiiType.Url, PiiType.DomainName, PiiType.DateTime, PiiType.UkPostcode,
        PiiType.UkVehicleRegistration, PiiType.InVehicleRegistration, PiiType.NgVehicleRegistration, PiiType.TrLicensePlate,
        PiiType.PhMobileNumber, PiiType.TrPhoneNumber,
    ];

    public static IReadOnlyList<Recogniser> All { get; } =
    [
        new PaymentCards(),
        new Ibans(),
        new Emails(),
        new IpV4Addresses(),
        new IpV6Addresses(),
        new PhoneNumbers(),
        new NationalPhones(),
        new MacAddresses(),
        new CryptoAddresses(),
        new UrlCredentials(),
        new Urls(),
        new Dates(),
        new MedicalRecordNumbers(),
        new Secrets(),
        new Passwords(),
        .. Formats.Select(static f => new FormatRecogniser(f)),
    ];

    public static IReadOnlyList<PiiType> KnownTypes { get; } = [.. All.SelectMany(static r => r.Types.ToArray()).Distinct().Order()];

    public static IReadOnlyList<PiiType> DefaultTypes { get; } = [.. KnownTypes.Except(OnlyOnRequest)];

    private static IEnumerable<Format> Formats =>
    [
        .. UnitedStatesFormats.All,
        .. BritishFormats.All,
        .. PacificFormats.All,
        .. IndianFormats.All,
        .. SouthEuropeanFormats.All,
        .. NorthEuropeanFormats.All,
        .. GermanFormats.All,
        .. KoreanFormats.All,
        .. AfricanFormats.All,
    ];
}
