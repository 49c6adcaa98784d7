namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>
/// What the tagger says of a token: nothing, or a type, for the longer ones whether it begins or goes on. Types that hardly ever stand
/// next to their like have one label, which keeps a row of weights within sixteen bytes.
/// </summary>
internal static class TagLabel
{
    public const int None = 0;
    public const int Count = 13;

    /// <summary>A vector's lanes: those past <see cref="Count"/> are never chosen.</summary>
    public const int Lanes = 16;

    private static readonly PiiType[] Types =
    [
        default, PiiType.Person, PiiType.Person, PiiType.StreetAddress, PiiType.StreetAddress, PiiType.Location, PiiType.Location,
        PiiType.Organization, PiiType.Organization, PiiType.Nrp, PiiType.Title, PiiType.Age, PiiType.ZipCode,
    ];

    /// <summary>The types that are found, in the order of their labels.</summary>
    public static ReadOnlySpan<PiiType> Found =>
    [
        PiiType.Person, PiiType.StreetAddress, PiiType.Location, PiiType.Organization, PiiType.Nrp, PiiType.Title, PiiType.Age, PiiType.ZipCode,
    ];

    /// <summary>Of a label that is not <see cref="None"/>.</summary>
    public static PiiType TypeOf(int label) => Types[label];

    public static int First(PiiType type) => Array.IndexOf(Types, type, 1);

    public static int Next(PiiType type) => Array.LastIndexOf(Types, type);

    /// <summary>True for a label that only carries on what the token before began.</summary>
    public static bool GoesOn(int label) => label is >= 2 and <= 8 && label % 2 == 0;

    public static bool MayFollow(int label, int before) => !GoesOn(label) || before == label || before == label - 1;
}
