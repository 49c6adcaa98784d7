using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Cli.Simulator;

/// <summary>An answer as one of the gateway's writers streams it.</summary>
internal sealed class WireEvents : IAnswerEvents
{
    private readonly IChatEventWriter _writer;
    private readonly WireName _wire;
    private readonly SimulatedAnswer _answer;
    private readonly bool _usage;
    private readonly IEnumerator<AnswerStep>[] _steps;

    public WireEvents(IChatEventWriter writer, WireName wire, SimulatedAnswer answer, SimulatorFault? fault)
    {
        _writer = writer;
        _wire = wire;
        _answer = answer;
        _usage = fault is not { Kind: SimulatorFaultKind.DropUsage };
        var wholeText = fault is { Kind: SimulatorFaultKind.HugeLine };
        _steps = [.. answer.Choices.Select((_, index) => AnswerStep.Of(answer, index, wholeText).GetEnumerator())];
    }

    public PooledBytes Output { get; } = new(8192);

    public int TokensWritten { get; private set; }

    public void WriteHead()
    {
        _writer.Write(new ChatEvent.Started(null, null), Output);
        LeaveOutUsage();
    }

    public bool WriteTokens()
    {
        var any = false;
        foreach (var steps in _steps)
        {
            if (!steps.MoveNext())
            {
                continue;
            }

            any = true;
            TokensWritten += steps.Current.Tokens;
            _writer.Write(steps.Current.Event, Output);
            if (steps.Current.Logprobs is { } logprobs)
            {
                _writer.Write(logprobs, Output);
            }
        }

        return any;
    }

    public void WriteEnd()
    {
        for (var i = 0; i < _answer.Choices.Length; i++)
        {
            _writer.Write(AnswerStep.EndOf(_answer, i), Output);
        }

        if (_usage)
        {
            _writer.Write(new ChatEvent.Used(WireDialect.UsageOf(_answer)), Output);
        }

        _writer.End(Output);
        LeaveOutUsage();
    }

    public void WriteBroken()
    {
        Output.Append(_wire switch
        {
            WireName.Anthropic => "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":\n\n"u8,
            WireName.OpenAiResponses => "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\n\n"u8,
            _ => "data: {\"candidates\":[\r\n\r\n"u8,
        });
        _writer.End(Output);
    }

    public void WriteError(SimulatorError error) =>
        _writer.Write(new ChatEvent.Failed(new EngineError(error.Message, error.Type, error.Param, error.Code)), Output);

    public void Dispose()
    {
        foreach (var steps in _steps)
        {
            steps.Dispose();
        }

        Output.Dispose();
    }

    private void LeaveOutUsage()
    {
        if (!_usage)
        {
            NoUsage.RemoveFrom(Output);
        }
    }
}
