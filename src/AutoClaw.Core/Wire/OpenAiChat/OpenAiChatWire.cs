using System.Buffers;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>OpenAI chat completions.</summary>
/// <param name="asksUsage">False for an engine that refuses <c>stream_options</c>.</param>
/// <param name="limitField">How the engine calls the limit of its answer: <c>max_completion_tokens</c>, or <c>max_tokens</c> where it is older.</param>
public sealed class OpenAiChatWire(bool asksUsage = true, string limitField = "max_completion_tokens") : IWire
{
    public WireName Name => WireName.OpenAiChat;

    public bool TryRead(ReadOnlyMemory<byte> body, out ChatRequest? request, out EnvelopeProblem? problem) =>
        ChatRequestReader.TryRead(body, out request, out problem);

    public void Write(ChatRequest request, string model, IBufferWriter<byte> output, Losses losses) =>
        new ChatRequestWriter(losses, asksUsage, limitField).Write(request, model, output);

    public IChatEventReader NewReader() => new ChatEventReader();

    public IChatEventWriter NewWriter(AnswerHead head) => new ChatEventWriter(head);

    public void WriteWhole(CollectedAnswer answer, AnswerHead head, IBufferWriter<byte> output) => ChatCompletionWriter.Write(answer, head, output);
}
