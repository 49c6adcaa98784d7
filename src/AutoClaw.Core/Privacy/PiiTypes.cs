using System.Collections.Frozen;

namespace AutoClaw.Core.Privacy;

/// <summary>The names of <see cref="PiiType"/>: those of Presidio where it has the type, so that anybody can compare.</summary>
public static class PiiTypes
{
    private static readonly string[] Names =
    [
        "CREDIT_CARD",
        "IBAN_CODE",
        "CRYPTO",
        "EMAIL_ADDRESS",
        "PHONE_NUMBER",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        "URL",
        "DOMAIN_NAME",
        "URL_CREDENTIALS",
        "SECRET",
        "DATE_OF_BIRTH",
        "MEDICAL_RECORD_NUMBER",
        "MEDICAL_LICENSE",
        "US_SSN",
        "US_ITIN",
        "US_BANK_NUMBER",
        "US_NPI",
        "US_MBI",
        "US_PASSPORT",
        "US_DRIVER_LICENSE",
        "ABA_ROUTING_NUMBER",
        "CA_SIN",
        "UK_NHS",
        "UK_NINO",
        "UK_PASSPORT",
        "UK_POSTCODE",
        "UK_DRIVING_LICENCE",
        "UK_VEHICLE_REGISTRATION",
        "AU_ABN",
        "AU_ACN",
        "AU_TFN",
        "AU_MEDICARE",
        "IN_AADHAAR",
        "IN_PAN",
        "IN_GSTIN",
        "IN_PASSPORT",
        "IN_VOTER",
        "IN_VEHICLE_REGISTRATION",
        "ES_NIF",
        "ES_NIE",
        "ES_PASSPORT",
        "IT_FISCAL_CODE",
        "IT_VAT_CODE",
        "IT_DRIVER_LICENSE",
        "IT_IDENTITY_CARD",
        "IT_PASSPORT",
        "PL_PESEL",
        "FI_PERSONAL_IDENTITY_CODE",
        "SE_PERSONNUMMER",
        "SE_ORGANISATIONSNUMMER",
        "DE_TAX_ID",
        "DE_VAT_ID",
        "DE_PASSPORT",
        "DE_SOCIAL_SECURITY",
        "DE_HEALTH_INSURANCE",
        "DE_LANR",
        "DE_BSNR",
        "SG_NRIC_FIN",
        "SG_UEN",
        "KR_RRN",
        "KR_FRN",
        "KR_BRN",
        "KR_PASSPORT",
        "KR_DRIVER_LICENSE",
        "TH_TNIN",
        "TR_NATIONAL_ID",
        "TR_PHONE_NUMBER",
        "TR_LICENSE_PLATE",
        "PH_MOBILE_NUMBER",
        "PH_TIN",
        "NG_NIN",
        "NG_VEHICLE_REGISTRATION",
        "ZA_ID_NUMBER",
        "DATE_TIME",
        "PERSON",
        "TITLE",
        "AGE",
        "NRP",
        "STREET_ADDRESS",
        "LOCATION",
        "ORGANIZATION",
        "ZIP_CODE",
    ];

    private static readonly FrozenDictionary<string, PiiType> ByName =
        Names.Select(static (name, i) => KeyValuePair.Create(name, (PiiType)i)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every type.</summary>
    public static IEnumerable<PiiType> All => Enum.GetValues<PiiType>();

    /// <summary>For example <c>CREDIT_CARD</c>.</summary>
    public static string NameOf(PiiType type) => Names[(int)type];

    /// <summary>In either case.</summary>
    public static bool TryParse(string name, out PiiType type) => ByName.TryGetValue(name, out type);
}
