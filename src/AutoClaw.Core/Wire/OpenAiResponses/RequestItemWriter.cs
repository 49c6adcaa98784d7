using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Writes messages as items: what one message of the model holds is several of them here.</summary>
internal sealed class RequestItemWriter(Utf8JsonWriter writer, Losses losses)
{
    private readonly RequestPartWriter _parts = new(writer, losses);
    private bool _inMessage;

    public void Write(ChatMessage message)
    {
        if (message.Name is not null)
        {
            losses.AddHint("name");
        }

        var role = message.Role switch
        {
            ChatRole.System => "system",
            ChatRole.Developer => "developer",
            ChatRole.Assistant => "assistant",
            _ => "user",
        };
        foreach (var part in message.Parts)
        {
            WritePart(part, role);
        }

        EndMessage();
    }

    private void WritePart(ChatPart part, string role)
    {
        switch (part)
        {
            case ChatPart.ToolCall call:
                EndMessage();
                WriteCall(call);
                break;
            case ChatPart.ToolResult result:
                EndMessage();
                WriteResult(result);
                break;
            case ChatPart.Reasoning thought:
                WriteThought(thought);
                break;
            case ChatPart.Foreign foreign:
                losses.Add(foreign.Type);
                break;
            case ChatPart.Audio:
                losses.Add("audio");
                break;
            case ChatPart.Image or ChatPart.File when role == "assistant":
                losses.Add(part is ChatPart.Image ? "image" : "file");
                break;
            default:
                BeginMessage(role);
                _parts.Write(part, fromModel: role == "assistant");
                break;
        }
    }

    private void BeginMessage(string role)
    {
        if (_inMessage)
        {
            return;
        }

        _inMessage = true;
        writer.WriteStartObject();
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, role);
        writer.WriteStartArray("content"u8);
    }

    private void EndMessage()
    {
        if (_inMessage)
        {
            _inMessage = false;
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    private void WriteCall(ChatPart.ToolCall call)
    {
        if (call.State is { } state)
        {
            losses.AddHint(state.Kind);
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "function_call"u8);
        writer.WriteString("call_id"u8, call.Id);
        writer.WriteString("name"u8, call.Name);
        writer.WriteString("arguments"u8, call.Arguments);
        writer.WriteEndObject();
    }

    private void WriteResult(ChatPart.ToolResult result)
    {
        if (result.IsError)
        {
            // The content says so in words.
            losses.AddHint("is_error");
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "function_call_output"u8);
        writer.WriteString("call_id"u8, result.CallId);
        if (result.Content is [] or [ChatPart.Text])
        {
            ChatText.Join(result.Content).WriteTo(writer, "output"u8);
        }
        else
        {
            writer.WriteStartArray("output"u8);
            foreach (var part in result.Content)
            {
                _parts.Write(part, fromModel: false);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    // An engine takes back only thoughts that it can verify as its own.
    private void WriteThought(ChatPart.Reasoning thought)
    {
        if (thought.State is not { Wire: WireName.OpenAiResponses } state)
        {
            losses.AddHint("reasoning");
            return;
        }

        EndMessage();
        writer.WriteStartObject();
        writer.WriteString("type"u8, "reasoning"u8);
        writer.WriteStartArray("summary"u8);
        if (thought.Value.Length > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "summary_text"u8);
            writer.WriteString("text"u8, thought.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("encrypted_content"u8, state.Value);
        writer.WriteEndObject();
    }
}
