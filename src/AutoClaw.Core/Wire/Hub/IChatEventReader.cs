namespace AutoClaw.Core.Wire.Hub;

/// <summary>Reads the events of one streamed answer. Remembers what earlier events said, so it serves one answer only.</summary>
public interface IChatEventReader
{
    /// <summary>Reads one server-sent event.</summary>
    /// <param name="data">Its payload.</param>
    /// <param name="events">Gets what it says, which may be nothing.</param>
    /// <returns>False if it is not this wire's. Never throws.</returns>
    bool TryRead(ReadOnlySpan<byte> data, List<ChatEvent> events);

    /// <summary>
    /// For a wire without an end marker, which never says <see cref="ChatEvent.Ended"/>: the answer is whole if its stream ends now.
    /// </summary>
    bool IsWhole => false;
}
