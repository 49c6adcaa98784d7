using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Wire.Conformance;

/// <summary>Something that a client may ask for.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Body">A client's request that asks for it; null where the client's API has no word for it.</param>
/// <param name="Seen">What of it is in a request, to be compared before and after.</param>
internal sealed record RequestFeature(string Name, Func<WireName, byte[]?> Body, Func<ChatRequest, string> Seen)
{
    /// <summary>One that the neutral form has a place for: the body is what the client's own writer makes of it.</summary>
    public static RequestFeature Neutral(string name, ChatRequest request, Func<ChatRequest, string> seen) => Neutral(name, _ => request, seen);

    public static RequestFeature Neutral(string name, Func<WireName, ChatRequest?> request, Func<ChatRequest, string> seen) => new(
        name,
        wire =>
        {
            if (request(wire) is not { } wanted)
            {
                return null;
            }

            var output = new ArrayBufferWriter<byte>();
            var losses = new Losses();
            Wires.Of(wire).Write(wanted, "auto", output, losses);
            var body = AsClient(output.WrittenSpan);
            return !losses.All.Any() && Wires.TryRead(wire, body, out var read, out _) && seen(read!) == seen(wanted) ? body : null;
        },
        seen);

    /// <summary>One that each API says in its own way, if at all.</summary>
    public static RequestFeature Own(string name, Func<ChatRequest, string> seen, params (WireName Wire, string Fields)[] said) => new(
        name,
        wire => said.Where(each => each.Wire == wire).Select(each => Encoding.UTF8.GetBytes(Plain(wire, each.Fields))).FirstOrDefault(),
        seen);

    // What the gateway says to an engine, and a client need not.
    private static byte[] AsClient(ReadOnlySpan<byte> body)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        json.Remove("store");
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static string Plain(WireName wire, string fields) => wire switch
    {
        WireName.OpenAiChat => $$"""{"model":"auto","messages":[{"role":"user","content":"hi"}],{{fields}}}""",
        WireName.OpenAiResponses => $$"""{"model":"auto","input":"hi",{{fields}}}""",
        WireName.Anthropic => fields.StartsWith("\"messages\"", StringComparison.Ordinal)
            ? $$"""{"model":"auto","max_tokens":9,{{fields}}}"""
            : $$"""{"model":"auto","max_tokens":9,"messages":[{"role":"user","content":"hi"}],{{fields}}}""",
        _ => $$"""{"contents":[{"role":"user","parts":[{"text":"hi"}]}],{{fields}}}""",
    };
}
