namespace AutoClaw.Core.Wire.Hub;

/// <summary>Media written as an address: <c>data:image/png;base64,…</c> (RFC 2397), or a real one.</summary>
public static class DataUrl
{
    private const string Marker = ";base64,";

    public static MediaSource Read(string url)
    {
        var comma = url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? url.IndexOf(Marker, StringComparison.OrdinalIgnoreCase) : -1;
        if (comma < 0)
        {
            return new MediaSource(null, Url: url);
        }

        // Parameters such as charset stand between the type and the marker.
        var type = url["data:".Length..comma].Split(';')[0];
        return new MediaSource(type.Length == 0 ? null : type, Base64: url[(comma + Marker.Length)..]);
    }

    /// <summary>Null for a file that only its vendor has.</summary>
    public static string? Write(MediaSource source) =>
        source.Url ?? (source.Base64 is null ? null : $"data:{source.MediaType ?? "application/octet-stream"}{Marker}{source.Base64}");
}
