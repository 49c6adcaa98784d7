namespace AutoClaw.Cli.Download;

/// <summary>Where Hugging Face's files come from: itself, a mirror with the same paths, or a folder with the same layout.</summary>
internal sealed class HubAddress
{
    public const string Variable = "AUTOCLAW_HF_MIRROR";

    /// <summary>What Hugging Face's own programs call it.</summary>
    public const string TheirVariable = "HF_ENDPOINT";

    private static readonly Uri Itself = new("https://huggingface.co/");

    private HubAddress(Uri root, bool mirror)
    {
        Root = root;
        IsMirror = mirror;
    }

    public Uri Root { get; }

    public bool IsMirror { get; }

    /// <summary>From the two variables.</summary>
    /// <returns>The address, or what is wrong with the variable.</returns>
    public static (HubAddress? Address, string? Problem) From(Func<string, string?> environment)
    {
        var name = environment(Variable) is { Length: > 0 } ? Variable : TheirVariable;
        if (environment(name) is not { Length: > 0 } value)
        {
            return (new HubAddress(Itself, false), null);
        }

        return Path.IsPathRooted(value) ? (new HubAddress(new Uri(Path.GetFullPath(value).TrimEnd('/') + "/"), true), null)
            : Uri.TryCreate(value.TrimEnd('/') + "/", UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) ? (new HubAddress(url, true), null)
            : (null, $"{name} is '{value}', which is neither a URL nor an absolute folder.");
    }

    /// <summary>The file's address; a <c>file:</c> URL where the mirror is a folder, whose layout is <c>ORG/REPO/PATH</c> without the revision.</summary>
    public Uri Of(string repository, string revision, string path) =>
        Root.IsFile ? new Uri(Root, Escape($"{repository}/{path}")) : new Uri(Root, Escape($"{repository}/resolve/{revision}/{path}"));

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
