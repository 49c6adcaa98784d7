using System.Buffers;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Anthropic Messages, <c>POST /v1/messages</c>.</summary>
public sealed class AnthropicWire : IWire
{
    public WireName Name => WireName.Anthropic;

    public bool TryRead(ReadOnlyMemory<byte> body, out ChatRequest? request, out EnvelopeProblem? problem) =>
        AnthropicRequestReader.TryRead(body, out request, out problem);

    public void Write(ChatRequest request, string model, IBufferWriter<byte> output, Losses losses) =>
        AnthropicRequestWriter.Write(request, model, output, losses);

    public IChatEventReader NewReader() => new AnthropicEventReader();

    public IChatEventWriter NewWriter(AnswerHead head) => new AnthropicEventWriter(head);

    public void WriteWhole(CollectedAnswer answer, AnswerHead head, IBufferWriter<byte> output) =>
        AnthropicWholeWriter.Write(answer, head, output);
}
