using Microsoft.AspNetCore.Http;

namespace AutoClaw.Cli.Simulator;

/// <summary>How a request is read and an answer written. Serves one request, or any where nothing of one is kept.</summary>
internal interface ISimulatorDialect
{
    /// <summary>The content type of a stream.</summary>
    string StreamType { get; }

    /// <summary>Exactly one of the two is not null.</summary>
    /// <param name="request">Whose path may say what the body does not.</param>
    /// <param name="body">Used during the call only.</param>
    /// <param name="faultMarkers">A prompt may choose its fault.</param>
    /// <param name="chat">The bytes that the call's ranges point into; lives as long as <paramref name="body"/>.</param>
    (ChatCall? Call, SimulatorError? Error) Read(HttpRequest request, ReadOnlyMemory<byte> body, bool faultMarkers, out ReadOnlyMemory<byte> chat);

    /// <param name="answer">What to stream.</param>
    /// <param name="fault">May change the events' size, or leave the usage out.</param>
    IAnswerEvents NewEvents(SimulatedAnswer answer, SimulatorFault? fault);

    /// <summary>Writes the answer to a client that does not stream.</summary>
    void WriteWhole(PooledBytes output, SimulatedAnswer answer, SimulatorFault? fault);
}
