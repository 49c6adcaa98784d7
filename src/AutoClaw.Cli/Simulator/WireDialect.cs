using System.Buffers;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Relay;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Cli.Simulator;

/// <summary>
/// Any other API, for one request: it is read as the chat completion that says the same, so that one prompt gets one answer and one
/// count whichever way it is asked.
/// </summary>
internal sealed class WireDialect(HttpRequest request, SimulatorServerOptions options) : ISimulatorDialect
{
    public const string Events = "text/event-stream; charset=utf-8";

    private static readonly OpenAiChatWire Chat = new();

    private readonly ClientDialect _dialect = ClientDialect.Of(request);
    private readonly GeminiFraming _framing = GeminiPath.FramingOf(request);
    private ReadOnlyMemory<byte> _echoed;

    public string StreamType => _dialect.Wire.Name == WireName.Gemini && _framing == GeminiFraming.Array ? Reply.Json : Events;

    public (ChatCall? Call, SimulatorError? Error) Read(HttpRequest request, ReadOnlyMemory<byte> body, bool faultMarkers, out ReadOnlyMemory<byte> chat)
    {
        chat = default;
        if (!_dialect.Scan(request, body, out var envelope, out var problem) || !_dialect.Wire.TryRead(body, out var asked, out problem))
        {
            return (null, SimulatorError.Invalid(problem!.Message, problem.Param, problem.Code));
        }

        if (envelope!.Responses?.PreviousResponseId is { } earlier)
        {
            return (null, SimulatorError.Invalid($"Previous response with id '{earlier}' not found.", "previous_response_id", "previous_response_not_found"));
        }

        var written = new ArrayBufferWriter<byte>(body.Length + 256);
        Chat.Write(asked!, options.Model, written, new Losses());
        chat = written.WrittenMemory;
        var (call, error) = ChatCallReader.Read(chat.Span, faultMarkers);
        if (call is not null)
        {
            call.Stream = envelope.Stream;

            // The body is given back before the answer is written, and only this API's answers repeat parts of it.
            _echoed = envelope.Responses is null ? default : body.ToArray();
        }

        return (call, error);
    }

    public IAnswerEvents NewEvents(SimulatedAnswer answer, SimulatorFault? fault)
    {
        var head = HeadOf(answer);
        var writer = _dialect.Wire.Name == WireName.Gemini ? GeminiWire.NewWriter(head, _framing) : _dialect.Wire.NewWriter(head);
        return new WireEvents(writer, _dialect.Wire.Name, answer, fault);
    }

    public void WriteWhole(PooledBytes output, SimulatedAnswer answer, SimulatorFault? fault)
    {
        var collected = new CollectedAnswer();
        for (var i = 0; i < answer.Choices.Length; i++)
        {
            foreach (var step in AnswerStep.Of(answer, i, wholeText: true))
            {
                collected.Add(step.Event);
                if (step.Logprobs is not null)
                {
                    collected.Add(step.Logprobs);
                }
            }

            collected.Add(AnswerStep.EndOf(answer, i));
        }

        if (fault is not { Kind: SimulatorFaultKind.DropUsage })
        {
            collected.Add(new ChatEvent.Used(UsageOf(answer)));
        }

        _dialect.Wire.WriteWhole(collected, HeadOf(answer), output);
        if (collected.Usage is null)
        {
            NoUsage.RemoveFrom(output);
        }
    }

    internal static Usage UsageOf(SimulatedAnswer answer) => new(answer.Call.PromptTokens, 0, answer.CompletionTokens, 0, Estimated: false);

    private AnswerHead HeadOf(SimulatedAnswer answer) => new($"sim-{answer.Number}", options.Model, answer.Created) { Request = _echoed };
}
