using System.Text;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Cli.Simulator;

/// <summary>OpenAI chat completions, read and written without a step between: the engine of load tests has to be fast.</summary>
internal sealed class ChatDialect(SimulatorServerOptions options) : ISimulatorDialect
{
    private readonly byte[] _model = Encoding.UTF8.GetBytes(options.Model);

    public string StreamType => WireDialect.Events;

    public (ChatCall? Call, SimulatorError? Error) Read(HttpRequest request, ReadOnlyMemory<byte> body, bool faultMarkers, out ReadOnlyMemory<byte> chat)
    {
        chat = body;
        return ChatCallReader.Read(body.Span, faultMarkers);
    }

    public IAnswerEvents NewEvents(SimulatedAnswer answer, SimulatorFault? fault) => new ChatChunkWriter(answer, _model, fault);

    public void WriteWhole(PooledBytes output, SimulatedAnswer answer, SimulatorFault? fault) =>
        ChatCompletionWriter.Write(output, answer, _model, fault is not { Kind: SimulatorFaultKind.DropUsage });
}
