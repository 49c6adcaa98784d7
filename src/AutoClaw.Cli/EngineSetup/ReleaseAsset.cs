using System.Runtime.InteropServices;
using System.Text.Json;

namespace AutoClaw.Cli.EngineSetup;

/// <summary>One archive of a llama.cpp release.</summary>
/// <param name="Release">The release's tag, like <c>b8121</c>.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Sha256">As GitHub publishes it; null where it does not.</param>
internal sealed record ReleaseAsset(string Release, string Name, Uri Url, string? Sha256)
{
    private const string DigestPrefix = "sha256:";

    /// <summary>What this machine's archive is called between <c>llama-TAG-bin-</c> and its ending; null: there is none for it.</summary>
    public static string? Platform(OSPlatform system, Architecture architecture)
    {
        var cpu = architecture switch { Architecture.X64 => "x64", Architecture.Arm64 => "arm64", _ => null };
        return cpu is null ? null
            : system == OSPlatform.Linux ? $"ubuntu-{cpu}"
            : system == OSPlatform.OSX ? $"macos-{cpu}"
            : null;
    }

    /// <summary>The archive for that platform out of a release as GitHub's API describes it.</summary>
    /// <exception cref="JsonException">It is no such description.</exception>
    public static ReleaseAsset? Find(byte[] json, string platform)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("tag_name", out var tag) || !document.RootElement.TryGetProperty("assets", out var assets))
        {
            throw new JsonException("no tag_name and assets in it");
        }

        foreach (var asset in assets.EnumerateArray())
        {
            var name = Text(asset, "name");
            if (name is not null && name.StartsWith("llama-", StringComparison.Ordinal)
                && (name.EndsWith($"-bin-{platform}.tar.gz", StringComparison.Ordinal) || name.EndsWith($"-bin-{platform}.zip", StringComparison.Ordinal))
                && Uri.TryCreate(Text(asset, "browser_download_url"), UriKind.Absolute, out var url))
            {
                var digest = Text(asset, "digest");
                return new ReleaseAsset(tag.GetString() ?? "?", name, url, digest?.StartsWith(DigestPrefix, StringComparison.Ordinal) == true ? digest[DigestPrefix.Length..].ToLowerInvariant() : null);
            }
        }

        return null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
