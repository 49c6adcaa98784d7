namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Identifiers of the United States, from what the issuing agencies publish about their form.</summary>
internal static class UnitedStatesFormats
{
    private static readonly ContextWords Ssn = new("ssn", "ssns", "social security", "social sec", "soc sec", "social insurance", "ss#", "ss no", "ssid");
    private static readonly ContextWords Itin = new("itin", "taxpayer", "tax id", "tax identification", "individual tax", "tin", "irs");

    // Areas 000, 666 and 900 up were never given; 078-05-1120 was printed on a sample card and used by thousands.
    private static readonly CheckDigits IsSsn = static d =>
        Checksums.Number(d[..3]) is var area and not (0 or 666 or >= 900) && Checksums.Number(d[3..5]) != 0 && Checksums.Number(d[5..]) != 0
        && !(area == 78 && d[3..].SequenceEqual("051120")) && !Checksums.AllSame(d) && !d.SequenceEqual("123456789");

    private static readonly CheckDigits IsItin = static d =>
        d[0] == '9' && Checksums.Number(d[3..5]) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or (>= 94 and <= 99);

    private static readonly CheckDigits IsAnySsn = static d => !d.StartsWith("000") && !Checksums.AllSame(d);

    public static IEnumerable<Format> All =>
    [
        new(PiiType.UsSsn, "999~99~9999", Ssn, new(.3f, .75f, .95f, .75f), IsSsn, "-.") { Shape = IsAnySsn },
        new(PiiType.UsSsn, "999_99_9999", Ssn, new(.3f, .5f, .95f, .75f), IsSsn, " ") { Shape = IsAnySsn },
        new(PiiType.UsItin, "999~99~9999", Itin, new(.3f, .7f, .95f)) { Shape = IsItin },
        new(PiiType.UsItin, "999_999999", Itin, new(.3f, .4f, .9f), Separators: "-") { Shape = IsItin },
        new(PiiType.UsItin, "99999_9999", Itin, new(.3f, .4f, .9f), Separators: "-") { Shape = IsItin },
    ];
}
