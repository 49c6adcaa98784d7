namespace AutoClaw.Gateway.Engines;

/// <summary>Whether two names mean one model.</summary>
internal static class ModelName
{
    // Ollama calls a model without a tag by this one, and lists it so.
    private const string DefaultTag = ":latest";

    /// <summary>True if what an engine lists as <paramref name="listed"/> is what it is asked for as <paramref name="wanted"/>.</summary>
    public static bool Matches(string? listed, string wanted) =>
        listed is not null && string.Equals(Bare(listed), Bare(wanted), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string name) => name.EndsWith(DefaultTag, StringComparison.Ordinal) ? name[..^DefaultTag.Length] : name;
}
