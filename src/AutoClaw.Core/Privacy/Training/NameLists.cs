namespace AutoClaw.Core.Privacy.Training;

/// <summary>Lists of names and words, and sentences to put them into, from which training texts are made.</summary>
internal sealed class NameLists
{
    public static NameLists Instance { get; } = new();

    public string[] FirstNames { get; } = Words("first-names");

    public string[] LastNames { get; } = Words("last-names");

    public string[] Cities { get; } = Entries("cities");

    public string[] Countries { get; } = Entries("countries");

    public string[] Nationalities { get; } = Entries("nrp");

    public string[] Titles { get; } = Entries("titles");

    public string[] Organizations { get; } = Entries("organisations");

    public string[] OrganizationWords { get; } = Entries("org-words");

    public string[] StreetWords { get; } = Entries("street-words");

    public string[] StreetEndings { get; } = Words("street-endings");

    public string[] StreetNames { get; } = Words("street-names");

    public string[] StreetForms { get; } = Lines("street-forms");

    public string[] AddressForms { get; } = Lines("address-forms");

    public string[] CornerWords { get; } = Words("corner-words");

    public string[] CoinedStarts { get; } = Words("coined-words");

    public string[] CoinedEndings { get; } = Words("coined-endings");

    public string[] Calendar { get; } = Entries("calendar");

    public string[] Deeds { get; } = Entries("verbs-past");

    public string[] Habits { get; } = Entries("verbs-now");

    public string[] Relations { get; } = Entries("relations");

    public string[] Things { get; } = Entries("things");

    public string[] Adjectives { get; } = Entries("adjectives");

    public string[] Fillers { get; } = Entries("fillers");

    /// <summary>With placeholders such as <c>{person}</c>.</summary>
    public string[] Sentences { get; } = Lines("sentences");

    /// <summary>Without any name.</summary>
    public string[] PlainSentences { get; } = Lines("plain-sentences");

    /// <summary>Log lines and code with placeholders.</summary>
    public string[] PlainForms { get; } = Lines("plain-forms");

    private static string[] Words(string list) => Read(list).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray();

    private static string[] Entries(string list) =>
        Read(list).Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();

    private static string[] Lines(string list) =>
        Read(list).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Replace("\\n", "\n", StringComparison.Ordinal)).ToArray();

    private static string Read(string list)
    {
        using var stream = typeof(NameLists).Assembly.GetManifestResourceStream($"AutoClaw.Core.Privacy.Training.{list}.txt")
            ?? throw new InvalidOperationException($"This build lacks the list {list}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
