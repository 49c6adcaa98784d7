using System.Buffers;

namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Identifiers of the United States and Canada, from what the issuing agencies publish about their form.</summary>
internal static class UnitedStatesFormats
{
    private static readonly SearchValues<char> NotInMbis = SearchValues.Create("SLOIBZ");
    private static readonly ContextWords Ssn = new("ssn", "social security", "social sec", "soc sec", "ss#", "ss no");
    private static readonly ContextWords Itin = new("itin", "taxpayer", "tax id", "tax identification", "individual tax", "tin", "irs");
    private static readonly ContextWords Aba = new("aba", "routing", "rtn", "bank", "wire", "transit");
    private static readonly ContextWords Npi = new("npi", "provider", "national provider", "prescriber", "physician", "taxonomy", "medicare", "medicaid");
    private static readonly ContextWords Mbi = new("mbi", "medicare", "beneficiary", "cms", "hic");
    private static readonly ContextWords Dea = new("dea", "prescriber", "prescription", "controlled substance", "medical license", "license", "certificate");
    private static readonly ContextWords Passport = new("passport", "travel document");
    private static readonly ContextWords Driver = new(
        "driver license", "drivers license", "driver's license", "driver’s license", "driver licence", "driving licence", "driving license", "driver's licence", "dl number", "dl#", "dl no", "license number", "licence number");
    private static readonly ContextWords Account = new("account number", "account no", "account #", "acct", "bank account", "checking", "savings account", "account");
    private static readonly ContextWords Sin = new("social insurance", "sin number", "my sin", "sin:", "sin is", "sin no", "canada revenue", "nas");

    // Areas 000, 666 and 900 up were never given; 078-05-1120 was printed on a sample card and used by thousands.
    private static readonly CheckDigits IsSsn = static d =>
        Checksums.Number(d[..3]) is var area and not (0 or 666 or >= 900) && Checksums.Number(d[3..5]) != 0 && Checksums.Number(d[5..]) != 0
        && !(area == 78 && d[3..].SequenceEqual("051120")) && !d.SequenceEqual("123456789");

    private static readonly CheckDigits IsAnySsn = static d => !d.StartsWith("000") && !Checksums.AllSame(d);

    private static readonly CheckDigits IsItin = static d =>
        d[0] == '9' && Checksums.Number(d[3..5]) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or (>= 94 and <= 99);

    // Federal Reserve districts, thrift institutions, electronic and traveller's cheques.
    private static readonly CheckDigits IsAba = static d =>
        Checksums.Number(d[..2]) is (> 0 and <= 12) or (>= 21 and <= 32) or (>= 61 and <= 72) or 80 && Checksums.Weighted(d, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0;

    // The check digit is that of the number with 80840 before it, which adds 24 to the sum.
    private static readonly CheckDigits IsNpi = static d => (Checksums.LuhnSum(d) + 24) % 10 == 0;
    private static readonly CheckDigits IsNpiForm = static d => d[0] is '1' or '2' && !Checksums.AllSame(d[..9]);

    // Letters that look like digits are not used.
    private static readonly CheckDigits IsMbi = static d => d[0] != '0' && !d.ContainsAny(NotInMbis);

    private static readonly CheckDigits IsDea = static d =>
        (Checksums.Weighted(d[2..], [1, 2, 1, 2, 1, 2]) % 10) == d[8] - '0';

    private static readonly CheckDigits IsDeaForm = static d => "ABCDEFGHJKLMPRSTUX".Contains(d[0], StringComparison.Ordinal) && (d[1] == '9' || char.IsAsciiLetter(d[1]));
    private static readonly CheckDigits IsSin = static d => Checksums.Luhn(d);
    private static readonly CheckDigits IsSinForm = static d => d[0] is not ('0' or '8') && !Checksums.AllSame(d);

    // Forms that say nothing by themselves.
    private static readonly Scores OnlyNear = new(.05f, .05f, .85f);

    public static IEnumerable<Format> All =>
    [
        new(PiiType.UsSsn, "999~99~9999", Ssn, new(.3f, .75f, .95f, .75f), IsSsn, "-.") { Shape = IsAnySsn },
        new(PiiType.UsSsn, "999_99_9999", Ssn, new(.3f, .5f, .95f, .75f), IsSsn, " ") { Shape = IsAnySsn },
        new(PiiType.UsItin, "999~99~9999", Itin, new(.3f, .7f, .95f)) { Shape = IsItin },
        new(PiiType.UsItin, "999_999999", Itin, new(.3f, .4f, .9f), Separators: "-") { Shape = IsItin },
        new(PiiType.UsItin, "99999_9999", Itin, new(.3f, .4f, .9f), Separators: "-") { Shape = IsItin },
        new(PiiType.AbaRoutingNumber, "9999~9999~9", Aba, Scores.OneInTen with { Wrong = 0 }, IsAba),
        new(PiiType.UsNpi, "9999~999~999", Npi, Scores.OneInTen with { Wrong = 0 }, IsNpi) { Shape = IsNpiForm },
        new(PiiType.UsMbi, "9AX9~AX9~AA99", Mbi, new(.6f, .9f, 1)) { Shape = IsMbi },
        new(PiiType.MedicalLicense, "AX9999999", Dea, new(.4f, .4f, .95f), IsDea) { Shape = IsDeaForm },
        new(PiiType.CaSin, "999~999~999", Sin, Scores.OneInTen, IsSin) { Shape = IsSinForm },
        .. Format.Each(new(PiiType.UsPassport, "", Passport, OnlyNear), "999999999", "A99999999"),
        .. Format.Each(
            new(PiiType.UsDriverLicense, "", Driver, OnlyNear),
            "9999999", "99999999", "999999999", "9999999999", "A999999", "A9999999", "A99999999", "A999999999", "A999~9999~9999",
            "A999~999~999~999", "A999~9999~9999~99", "A9999~99999~99999", "AA999999", "AA99999999", "999AA9999", "9999999A", "999999999999"),
        .. Enumerable.Range(8, 10).Select(static n => new Format(PiiType.UsBankNumber, new('9', n), Account, OnlyNear with { Near = .7f })),
    ];
}
