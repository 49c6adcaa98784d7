using System.Buffers;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>One wire, both ways. Without state: the readers and writers of one answer are made anew.</summary>
public interface IWire
{
    WireName Name { get; }

    /// <summary>
    /// Reads a request whose envelope was found sound. False: <paramref name="problem"/> names the field that can't be understood. A field
    /// that is understood and has no neutral place is in <see cref="ChatRequest.Foreign"/>.
    /// </summary>
    bool TryRead(ReadOnlyMemory<byte> body, out ChatRequest? request, out EnvelopeProblem? problem);

    /// <summary>Writes <paramref name="request"/> for an engine, always asking for a stream with usage. What has no place goes to <paramref name="losses"/>.</summary>
    /// <param name="request">In no dialect.</param>
    /// <param name="model">The engine's own name for its model.</param>
    /// <param name="output">Gets the body.</param>
    /// <param name="losses">Gets the names of what was left out, as <paramref name="request"/>'s own wire spells them where known.</param>
    void Write(ChatRequest request, string model, IBufferWriter<byte> output, Losses losses);

    /// <summary>Reads one engine's streamed answer.</summary>
    IChatEventReader NewReader();

    /// <summary>Writes one answer for a client that streams.</summary>
    /// <param name="head">What the answer says of itself.</param>
    IChatEventWriter NewWriter(AnswerHead head);

    /// <summary>Writes a whole answer for a client that does not stream.</summary>
    void WriteWhole(CollectedAnswer answer, AnswerHead head, IBufferWriter<byte> output);
}
