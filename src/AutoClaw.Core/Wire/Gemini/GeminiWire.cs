using System.Buffers;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Google's Gemini API, <c>/v1beta/models/{model}:generateContent</c> and its kin.</summary>
public sealed class GeminiWire : IWire
{
    public WireName Name => WireName.Gemini;

    /// <summary>
    /// Reads a body, which says neither which model is asked nor whether it shall stream: the caller, who knows the path, puts both into
    /// the request.
    /// </summary>
    public bool TryRead(ReadOnlyMemory<byte> body, out ChatRequest? request, out EnvelopeProblem? problem) =>
        GeminiRequestReader.TryRead(body, out request, out problem);

    public void Write(ChatRequest request, string model, IBufferWriter<byte> output, Losses losses) =>
        GeminiRequestWriter.Write(request, model, output, losses);

    public IChatEventReader NewReader() => new GeminiEventReader();

    /// <summary>Writes server-sent events, for a client that asks with <c>alt=sse</c>.</summary>
    public IChatEventWriter NewWriter(AnswerHead head) => NewWriter(head, GeminiFraming.Events);

    /// <summary>Writes one answer for a client that streams either way.</summary>
    /// <param name="head">What the answer says of itself.</param>
    /// <param name="framing">What the client asks for.</param>
    public static IChatEventWriter NewWriter(AnswerHead head, GeminiFraming framing) => new GeminiEventWriter(head, framing);

    public void WriteWhole(CollectedAnswer answer, AnswerHead head, IBufferWriter<byte> output) => GeminiWholeWriter.Write(answer, head, output);
}
