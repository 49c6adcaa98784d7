using System.Text;
using System.Text.Json.Nodes;

namespace AutoClaw.FunctionalTests.Scripted;

/// <summary>One request as it came over the socket, byte for byte.</summary>
/// <param name="Head">Request line and headers, up to and with the empty line.</param>
/// <param name="Body">The body; chunked transfer coding already taken off.</param>
internal sealed record ReceivedRequest(string Head, byte[] Body)
{
    private readonly TaskCompletionSource _peerLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Method => Head[..Head.IndexOf(' ', StringComparison.Ordinal)];

    public string Path => Head.Split(' ', 3)[1];

    /// <summary>The body as text: for messages, and for byte comparisons of ASCII bodies.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>Completes when the peer has closed or reset this connection.</summary>
    public Task PeerLeft => _peerLeft.Task;

    /// <summary>The header's value; null if it was not sent.</summary>
    public string? Header(string name)
        => Head.Split("\r\n").Skip(1)
            .Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2 && parts[0].Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(parts => parts[1].Trim())
            .FirstOrDefault();

    public override string ToString() => $"{Method} {Path} {Text}";

    internal void MarkPeerLeft() => _peerLeft.TrySetResult();
}
