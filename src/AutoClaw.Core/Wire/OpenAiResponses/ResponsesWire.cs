using System.Buffers;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>The wire of OpenAI's <c>/v1/responses</c>.</summary>
public sealed class ResponsesWire : IWire
{
    public WireName Name => WireName.OpenAiResponses;

    public bool TryRead(ReadOnlyMemory<byte> body, out ChatRequest? request, out EnvelopeProblem? problem) =>
        ResponsesRequestReader.TryRead(body, out request, out problem);

    public void Write(ChatRequest request, string model, IBufferWriter<byte> output, Losses losses) =>
        ResponsesRequestWriter.Write(request, model, output, losses);

    public IChatEventReader NewReader() => new ResponsesEventReader();

    /// <param name="head">With the client's request in <see cref="AnswerHead.Request"/>, of which the answer repeats parts.</param>
    public IChatEventWriter NewWriter(AnswerHead head) => new ResponsesEventWriter(head);

    /// <param name="answer">Of which the first choice has a place.</param>
    /// <param name="head">As for <see cref="NewWriter"/>.</param>
    /// <param name="output">Gets the response object.</param>
    public void WriteWhole(CollectedAnswer answer, AnswerHead head, IBufferWriter<byte> output) => WholeResponse.Write(answer, head, output);
}
