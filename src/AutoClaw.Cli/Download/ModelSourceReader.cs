using AutoClaw.Gateway.Local;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Cli.Download;

/// <summary>Reads what the user named: a model of the catalogue, <c>hf:ORG/REPO[@REVISION]/FILE</c>, a URL, or a file.</summary>
internal sealed class ModelSourceReader(ModelCatalogue catalogue, HubAddress hub)
{
    private const string HubPrefix = "hf:";

    /// <param name="text">What was typed.</param>
    /// <param name="name">What the store shall call it; null: as the catalogue or the file does.</param>
    /// <returns>The source, or why there is none, as a sentence.</returns>
    public (ModelSource? Source, string? Problem) Read(string text, string? name)
    {
        if (name is not null && !GgufStore.IsName(name))
        {
            return (null, $"'{name}' is no name: letters, digits, '.', '-', '_' and '+', beginning with a letter or digit.");
        }

        if (text.StartsWith(HubPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return Hub(text[HubPrefix.Length..], name);
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var url) && !url.IsFile ? Url(url, name) : (null, $"'{text}' is no https URL.");
        }

        if (catalogue.Find(text) is { } known)
        {
            var source = new ModelSource(name ?? known.Name, $"hf:{known.Repository}@{known.Revision}/{known.File}", hub.Of(known.Repository, known.Revision, known.File));
            return (source with { Sha256 = known.Sha256, License = known.License }, null);
        }

        return File.Exists(text) || LooksLikePath(text) ? OnDisk(text, name) : (null, Unknown(text));
    }

    private static bool LooksLikePath(string text) =>
        text.Contains('/', StringComparison.Ordinal) || text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || text.EndsWith(GgufStore.Extension, StringComparison.OrdinalIgnoreCase);

    private static (ModelSource? Source, string? Problem) OnDisk(string text, string? name)
    {
        var path = Path.GetFullPath(text);
        return !File.Exists(path) ? (null, $"There is no file {path}.") : Named(Path.GetFileName(path), name, path, new Uri(path));
    }

    private static (ModelSource? Source, string? Problem) Named(string file, string? name, string text, Uri location)
    {
        name ??= GgufStore.NameOf(file);
        return GgufStore.IsName(name) ? (new ModelSource(name, text, location), null) : (null, $"'{name}' can't be its name in the store; give one with --name.");
    }

    private string Unknown(string text)
    {
        var hint = Nearest.Hint(text, catalogue.Models.Select(model => model.Name)) is { } near ? $" {char.ToUpperInvariant(near[0])}{near[1..]}" : string.Empty;
        return $"'{text}' is no model of the catalogue and no file.{hint} 'autoclaw models list --all' names all; hf:ORG/REPO/FILE.gguf pulls any other.";
    }

    private (ModelSource? Source, string? Problem) Hub(string text, string? name)
    {
        var parts = text.Split('/');
        if (parts.Length < 3 || parts.Any(part => part.Length == 0 || part is "." or ".."))
        {
            return (null, $"'hf:{text}' is not complete: hf:ORG/REPO/FILE.gguf, or hf:ORG/REPO@REVISION/FILE.gguf.");
        }

        var repository = parts[1].Split('@', 2);
        var revision = repository.Length == 2 ? repository[1] : "main";
        return Hub($"{parts[0]}/{repository[0]}", revision, string.Join('/', parts[2..]), name);
    }

    private (ModelSource? Source, string? Problem) Hub(string repository, string revision, string path, string? name) =>
        Named(path[(path.LastIndexOf('/') + 1)..], name, $"hf:{repository}@{revision}/{path}", hub.Of(repository, revision, path));

    private (ModelSource? Source, string? Problem) Url(Uri url, string? name)
    {
        // The address of a file's page or of its bytes, as people copy them from the browser: the mirror then counts for them too.
        var segments = url.AbsolutePath.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        return url.Host.Equals("huggingface.co", StringComparison.OrdinalIgnoreCase) && segments is [var org, var repository, "resolve" or "blob", var revision, _, ..]
            ? Hub($"{org}/{repository}", revision, string.Join('/', segments[4..]), name)
            : Named(segments[^1], name, url.GetLeftPart(UriPartial.Path), url);
    }
}
