namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Identifiers of Finland, Poland and Sweden: a date of birth, a number and a check.</summary>
internal static class NorthEuropeanFormats
{
    private static readonly ContextWords Hetu = new("hetu", "henkilötunnus", "finnish id", "personal identity", "personbeteckning");
    private static readonly ContextWords Pesel = new("pesel");
    private static readonly ContextWords Personnummer = new("personnummer", "pnr", "pers.nr", "persnr", "swedish id", "samordningsnummer", "personal identity");
    private static readonly ContextWords Organisation = new("orgnummer", "org.nr", "orgnr", "org nr", "organisationsnummer", "company identity", "företag", "bolag");

    private const string HetuLetters = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    private static readonly CheckDigits IsHetu = static d =>
        HetuLetters[((Checksums.Number(d[..6]) * 1000) + Checksums.Number(d[^4..^1])) % 31] == d[^1]
        && Checksums.IsShortDate(Checksums.Number(d[4..6]), Checksums.Number(d[2..4]), Checksums.Number(d[..2])) && Checksums.Number(d[^4..^1]) >= 2;

    // The signs for the century that came when the old ones ran out.
    private static readonly CheckDigits IsCenturySign = static d => d[6] is (>= 'A' and <= 'F') or (>= 'U' and <= 'Y');

    private static readonly CheckDigits IsPesel = static d =>
        (10 - (Checksums.Weighted(d, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 == d[10] - '0';

    // The month has 20 more for each century after 1900; nobody who lives was born in one before, or after 2099.
    private static readonly CheckDigits IsPeselForm = static d =>
        Checksums.Number(d[2..4]) is var month && Checksums.IsDate((month < 20 ? 1900 : 2000) + Checksums.Number(d[..2]), month % 20, Checksums.Number(d[4..6])) && month < 40;

    private static readonly CheckDigits IsTenDigits = static d => Checksums.Luhn(d[^10..]);

    // 60 more for the day where it is a coordination number.
    private static readonly CheckDigits IsPersonForm = static d =>
        Checksums.Number(d[^6..^4]) is var day && Checksums.IsShortDate(Checksums.Number(d[^10..^8]), Checksums.Number(d[^8..^6]), day > 60 ? day - 60 : day)
        && (d.Length == 10 || Checksums.Number(d[..2]) is >= 18 and <= 20);

    private static readonly CheckDigits IsOrganisationForm = static d => d[2] >= '2' && d[0] is not ('0' or '4');

    public static IEnumerable<Format> All =>
    [
        new(PiiType.FiPersonalIdentityCode, "999999_999X", Hetu, new(.9f, .9f, 1), IsHetu, "-+"),
        new(PiiType.FiPersonalIdentityCode, "999999A999X", Hetu, new(.9f, .9f, 1), IsHetu) { Shape = IsCenturySign },
        new(PiiType.PlPesel, "99999999999", Pesel, new(.5f, .5f, 1, .5f), IsPesel) { Shape = IsPeselForm },
        new(PiiType.SePersonnummer, "999999~9999", Personnummer, new(.45f, .75f, .95f, .5f), IsTenDigits, "-+") { Shape = IsPersonForm },
        new(PiiType.SePersonnummer, "99999999~9999", Personnummer, new(.6f, .9f, .95f, .5f), IsTenDigits, "-+") { Shape = IsPersonForm },
        new(PiiType.SeOrganisationsnummer, "999999~9999", Organisation, new(.2f, .45f, .95f), IsTenDigits, "-") { Shape = IsOrganisationForm },
    ];
}
