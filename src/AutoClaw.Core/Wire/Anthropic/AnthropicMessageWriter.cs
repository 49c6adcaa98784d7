using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Writes <c>system</c> and <c>messages</c>, whose speakers alternate.</summary>
internal sealed class AnthropicMessageWriter(Utf8JsonWriter writer, Losses losses)
{
    private readonly AnthropicPartWriter _parts = new(writer, losses);

    public void Write(IReadOnlyList<ChatMessage> messages)
    {
        WriteSystem(messages.Where(IsSystem).SelectMany(message => message.Parts));
        writer.WriteStartArray("messages"u8);
        foreach (var (isAssistant, parts) in Turns(messages))
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, isAssistant ? "assistant"u8 : "user"u8);
            writer.WriteStartArray("content"u8);

            // Results stand first in their message: the vendor refuses anything between a call and its result.
            foreach (var part in parts.OrderBy(part => part is ChatPart.ToolResult ? 0 : 1))
            {
                _parts.Write(part);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static bool IsSystem(ChatMessage message) => message.Role is ChatRole.System or ChatRole.Developer;

    private void WriteSystem(IEnumerable<ChatPart> parts)
    {
        var any = false;
        foreach (var part in parts)
        {
            if (part is not ChatPart.Text text)
            {
                losses.Add(AnthropicPartWriter.NameOf(part));
                continue;
            }

            if (text.Value.IsEmpty)
            {
                continue;
            }

            if (!any)
            {
                any = true;
                writer.WriteStartArray("system"u8);
            }

            AnthropicBlocks.WriteText(writer, text.Value);
        }

        if (any)
        {
            writer.WriteEndArray();
        }
    }

    private List<(bool IsAssistant, List<ChatPart> Parts)> Turns(IReadOnlyList<ChatMessage> messages)
    {
        var turns = new List<(bool IsAssistant, List<ChatPart> Parts)>();
        foreach (var message in messages.Where(message => !IsSystem(message)))
        {
            if (message is { Name: not null, Role: not ChatRole.Tool })
            {
                losses.Add("name");
            }

            // A message of which nothing can be written would be empty, which the vendor refuses.
            var parts = message.Parts.Where(_parts.CanWrite).ToList();
            var isAssistant = message.Role == ChatRole.Assistant;
            if (parts.Count == 0)
            {
                continue;
            }

            if (turns is [.., var last] && last.IsAssistant == isAssistant)
            {
                last.Parts.AddRange(parts);
            }
            else
            {
                turns.Add((isAssistant, parts));
            }
        }

        return turns;
    }
}
