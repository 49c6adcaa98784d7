using System.Buffers;
using AutoClaw.Core.Verify;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Gateway.Relay;

/// <summary>All that an engine said, kept beside what the client gets: log probabilities that only the checks asked for are in it alone.</summary>
/// <param name="asksLogprobs">True if they were asked for on our own account, so that the client must not get them.</param>
internal sealed class AnswerTranscript(bool asksLogprobs)
{
    private readonly ChatCollector _whole = new();
    private readonly ArrayBufferWriter<byte> _passed = new();

    public bool AsksLogprobs => asksLogprobs;

    /// <summary>Adds a chunk; returns what of it is the client's, valid until the next one.</summary>
    public ReadOnlySpan<byte> Add(ReadOnlySpan<byte> chunk)
    {
        _whole.Add(chunk);
        if (!asksLogprobs)
        {
            return chunk;
        }

        _passed.ResetWrittenCount();
        LogprobsFilter.Write(chunk, _passed);
        return _passed.WrittenSpan;
    }

    /// <summary>Adds a chunk that differs from the last one in its content alone.</summary>
    public void Extend(ReadOnlySpan<byte> inner) => _whole.Extend(inner);

    /// <summary>Null if it can't be read as an answer.</summary>
    public CheckedAnswer? Read()
    {
        var whole = new ArrayBufferWriter<byte>();
        _whole.WriteTo(whole);
        return CheckedAnswer.Read(whole.WrittenMemory);
    }
}
