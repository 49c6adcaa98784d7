using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Writes messages as <c>contents</c> and <c>systemInstruction</c>.</summary>
internal sealed class GeminiContentWriter(Utf8JsonWriter writer, Losses losses, GeminiGeneration generation)
{
    private readonly Dictionary<string, string> _names = [];
    private GeminiPartWriter _parts = null!;

    public void Write(IReadOnlyList<ChatMessage> messages)
    {
        foreach (var call in messages.SelectMany(message => message.Parts).OfType<ChatPart.ToolCall>())
        {
            _names[call.Id] = call.Name;
        }

        _parts = new GeminiPartWriter(writer, losses, _names);

        // A conversation needs a message: where the client has none but the system's, the model answers that.
        var hasOthers = messages.Any(message => !IsSystem(message));
        if (hasOthers)
        {
            WriteSystem(messages);
        }

        writer.WriteStartArray("contents"u8);
        for (var start = 0; start < messages.Count;)
        {
            var end = RunFrom(messages, start);
            if (!hasOthers || !IsSystem(messages[start]))
            {
                WriteContent(messages, start, end);
            }

            start = end;
        }

        writer.WriteEndArray();
    }

    private static bool IsSystem(ChatMessage message) => message.Role is ChatRole.System or ChatRole.Developer;

    // All results of one turn stand in one content, as many as it had calls; and a turn with calls must follow one of the user's.
    private static int RunFrom(IReadOnlyList<ChatMessage> messages, int start)
    {
        var end = start + 1;
        while (end < messages.Count && messages[start].Role is ChatRole.Assistant or ChatRole.Tool && messages[end].Role == messages[start].Role)
        {
            end++;
        }

        return end;
    }

    private void WriteSystem(IReadOnlyList<ChatMessage> messages)
    {
        var isLate = false;
        var any = false;
        for (var i = 0; i < messages.Count; i++)
        {
            if (!IsSystem(messages[i]))
            {
                isLate = true;
                continue;
            }

            if (isLate)
            {
                // There is one place for them, before the conversation.
                losses.AddHint($"messages[{i}].role");
            }

            for (var j = 0; j < messages[i].Parts.Count; j++)
            {
                if (messages[i].Parts[j] is not ChatPart.Text text)
                {
                    losses.Add($"messages[{i}].content[{j}]");
                }
                else if (!text.Value.IsEmpty)
                {
                    any |= BeginSystem(any);
                    GeminiAnswerParts.WriteText(writer, text.Value, text.State);
                }
            }
        }

        if (any)
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    private bool BeginSystem(bool begun)
    {
        if (!begun)
        {
            writer.WriteStartObject("systemInstruction"u8);
            writer.WriteStartArray("parts"u8);
        }

        return true;
    }

    private void WriteContent(IReadOnlyList<ChatMessage> messages, int start, int end)
    {
        var parts = new List<(ChatPart Part, string Path)>();
        for (var i = start; i < end; i++)
        {
            if (messages[i].Name is not null)
            {
                losses.AddHint($"messages[{i}].name");
            }

            parts.AddRange(messages[i].Parts.Select((part, j) => (part, $"messages[{i}].content[{j}]")));
        }

        // The API refuses a message without parts, and a part without anything.
        parts.RemoveAll(entry => !_parts.CanWrite(entry.Part, entry.Path));
        if (parts.Count == 0)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("role"u8, messages[start].Role == ChatRole.Assistant ? "model"u8 : "user"u8);
        writer.WriteStartArray("parts"u8);
        var unsigned = generation.NeedsSignatures;
        foreach (var (part, path) in parts)
        {
            // The first call of a turn carries the signature for all of them.
            _parts.Write(part, path, unsigned && part is ChatPart.ToolCall ? GeminiSignature.None : null);
            unsigned &= part is not ChatPart.ToolCall;
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
