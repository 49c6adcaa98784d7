using System.Buffers;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>Writes the events of one streamed answer as a client's wire has them, whole server-sent events each.</summary>
public interface IChatEventWriter
{
    /// <summary>Writes what <paramref name="chatEvent"/> becomes, which may be nothing yet.</summary>
    void Write(ChatEvent chatEvent, IBufferWriter<byte> output);

    /// <summary>Writes what stands at the end of a whole answer, its end marker included. Nothing is written after it.</summary>
    void End(IBufferWriter<byte> output);
}
