using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Gateway.Learning;

/// <summary>What the client got, kept beside it while it goes out; read as text only when the client has it all.</summary>
internal sealed class AnswerCopy
{
    /// <summary>A longer answer is not kept: nobody would judge it.</summary>
    public const int MaxBytes = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private bool _tooLong;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _tooLong |= _bytes.WrittenCount + bytes.Length > MaxBytes;
        if (!_tooLong)
        {
            _bytes.Write(bytes);
        }
    }

    /// <summary>The first choice's text; null if it has none, or is too long.</summary>
    public string? Text(bool streamed)
    {
        if (_tooLong)
        {
            return null;
        }

        if (!streamed)
        {
            return TextOf(_bytes.WrittenMemory);
        }

        var collector = new ChatCollector();
        var rest = _bytes.WrittenSpan;
        while (SseEvents.TryTake(ref rest, out var raw))
        {
            var data = SseEvents.Data(raw, out var multiple);
            if (!data.IsEmpty && !multiple && ChatChunkReader.Read(data).Valid)
            {
                collector.Add(data);
            }
        }

        var collected = new ArrayBufferWriter<byte>();
        collector.WriteTo(collected);
        return TextOf(collected.WrittenMemory);
    }

    /// <summary>The first choice's text in a <c>chat.completion</c>; null if it has none.</summary>
    public static string? TextOf(ReadOnlyMemory<byte> completion)
    {
        try
        {
            using var document = JsonDocument.Parse(completion);
            var content = document.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content");
            return content.ValueKind == JsonValueKind.String && content.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            // An answer of another form, such as one of tool calls alone.
            return null;
        }
    }
}
