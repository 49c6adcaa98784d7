namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Identifiers of Australia, Singapore, the Philippines and Thailand.</summary>
internal static class PacificFormats
{
    private static readonly ContextWords Abn = new("abn", "business number", "australian business");
    private static readonly ContextWords Acn = new("acn", "company number", "australian company");
    private static readonly ContextWords Tfn = new("tfn", "tax file", "ato");
    private static readonly ContextWords Medicare = new("medicare", "irn");
    private static readonly ContextWords Nric = new("nric", "fin", "identity card", "singapore", "ic no");
    private static readonly ContextWords Uen = new("uen", "entity number", "acra", "company", "business");
    private static readonly ContextWords Tin = new("tin", "tax", "taxpayer", "bir");
    private static readonly ContextWords Thai = new("tnin", "thai", "thailand", "national id", "identification", "id card", "บัตรประชาชน", "เลขประจำตัว");

    private static readonly CheckDigits IsAbn = static d => (Checksums.Weighted(d, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0;
    private static readonly CheckDigits IsAcn = static d => (10 - (Checksums.Weighted(d, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 == d[8] - '0';
    private static readonly CheckDigits IsTfn = static d => Checksums.Weighted(d, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0 && !Checksums.AllSame(d);
    private static readonly CheckDigits IsMedicare = static d => d[0] is >= '2' and <= '6' && Checksums.Weighted(d, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 == d[8] - '0';

    // M is the series for foreigners from 2022; T and G add 4, M adds 3.
    private static readonly CheckDigits IsNric = static d =>
        (Checksums.Weighted(d[1..], [2, 7, 6, 5, 4, 3, 2]) + (d[0] is 'T' or 'G' ? 4 : d[0] == 'M' ? 3 : 0)) % 11 is var left && d[8] == d[0] switch
        {
            'S' or 'T' => "JZIHGFEDCBA"[left],
            'F' or 'G' => "XWUTRQPNMLK"[left],
            'M' => "KLJNPQRTUWX"[10 - left],
            _ => '\0',
        };

    private static readonly CheckDigits IsUenBusiness = static d => "XMKECAWLJDB"[Checksums.Weighted(d, [10, 4, 9, 3, 8, 2, 7, 1]) % 11] == d[8];

    private static readonly CheckDigits IsUenCompany = static d =>
        "ZKCMDNERGWH"[Checksums.Weighted(d, [10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11] == d[9] && Checksums.Number(d[..4]) is >= 1800 and < 2100;

    private static readonly CheckDigits IsUenOther = static d => d[0] is 'T' or 'S' or 'R' && UenSum(d) == UenLetters.IndexOf(d[9], StringComparison.Ordinal);
    private static readonly CheckDigits IsPhTin = static d => d[0] <= '5' && d[3..9].ContainsAnyExcept('0') && !Checksums.AllSame(d);

    // The kind of person, and the province: 10 to 96.
    private static readonly CheckDigits IsThai = static d =>
        d[0] is not ('0' or '9') && Checksums.Number(d[1..3]) is >= 10 and <= 96 && (11 - (Checksums.Weighted(d, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 == d[12] - '0';

    private const string UenLetters = "ABCDEFGHJKLMNPQRSTUVWX0123456789";

    public static IEnumerable<Format> All =>
    [
        new(PiiType.AuAbn, "99~999~999~999", Abn, new(.4f, .7f, 1, .5f), IsAbn, " "),
        new(PiiType.AuAcn, "999~999~999", Acn, new(.3f, .4f, .95f), IsAcn, " "),
        new(PiiType.AuTfn, "999~999~999", Tfn, new(.3f, .4f, .95f, .5f), IsTfn, " "),
        new(PiiType.AuMedicare, "9999~99999~9", Medicare, new(.3f, .7f, .95f), IsMedicare, " "),
        new(PiiType.SgNricFin, "A9999999A", Nric, new(.9f, .9f, 1), IsNric),
        new(PiiType.SgUen, "99999999A", Uen, new(.4f, .4f, .95f), IsUenBusiness),
        new(PiiType.SgUen, "999999999A", Uen, new(.5f, .5f, .95f), IsUenCompany),
        new(PiiType.SgUen, "A99AA9999A", Uen, new(.6f, .6f, .95f), IsUenOther),
        new(PiiType.PhTin, "999_999_999", Tin, Scores.Weak, Separators: "-") { Shape = IsPhTin },
        new(PiiType.PhTin, "999_999_999_999", Tin, new(.2f, .45f, .9f), Separators: "-") { Shape = IsPhTin },
        new(PiiType.ThTnin, "9~9999~99999~99~9", Thai, new(.3f, .8f, .95f), IsThai),
    ];

    private static int UenSum(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<byte> weights = [4, 3, 5, 3, 10, 2, 2, 5, 7];
        var sum = -5;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += UenLetters.IndexOf(d[i], StringComparison.Ordinal) * weights[i];
        }

        return ((sum % 11) + 11) % 11;
    }
}
