using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Writes items and their parts, as they stand at the moment.</summary>
internal static class AnswerItemWriter
{
    // What OpenAI writes for a token that is out of the question; JSON has no infinity, which 1e999 is read as.
    private const double LeastLogprob = -9999;

    public static void Write(Utf8JsonWriter writer, AnswerItem item)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, item.Id);
        switch (item.Kind)
        {
            case AnswerItemKind.Message:
                writer.WriteString("type"u8, "message"u8);
                writer.WriteString("status"u8, item.Status);
                writer.WriteString("role"u8, "assistant"u8);
                writer.WriteStartArray("content"u8);
                foreach (var content in item.Content)
                {
                    WritePart(writer, content);
                }

                writer.WriteEndArray();
                break;
            case AnswerItemKind.Reasoning:
                WriteReasoning(writer, item);
                break;
            case AnswerItemKind.CustomCall:
                writer.WriteString("type"u8, "custom_tool_call"u8);
                WriteCall(writer, item);
                writer.WriteString("input"u8, item.Status == AnswerItem.InProgress ? "" : CustomTool.Unwrap(item.Text.ToString()));
                break;
            default:
                writer.WriteString("type"u8, "function_call"u8);
                WriteCall(writer, item);
                writer.WriteString("arguments"u8, item.Status == AnswerItem.InProgress ? "" : item.Arguments());
                break;
        }

        writer.WriteEndObject();
    }

    /// <summary>One part of a message's content.</summary>
    public static void WritePart(Utf8JsonWriter writer, AnswerContent content)
    {
        writer.WriteStartObject();
        if (content.IsRefusal)
        {
            writer.WriteString("type"u8, "refusal"u8);
            writer.WriteString("refusal"u8, content.Text.ToString());
        }
        else
        {
            writer.WriteString("type"u8, "output_text"u8);
            writer.WriteStartArray("annotations"u8);
            foreach (var citation in content.Citations)
            {
                UrlCitations.Write(writer, citation, nested: false, content.Start);
            }

            writer.WriteEndArray();
            WriteLogprobs(writer, content.Logprobs);
            writer.WriteString("text"u8, content.Text.ToString());
        }

        writer.WriteEndObject();
    }

    /// <summary>A thought's words, of the type that <paramref name="item"/> gives them in.</summary>
    public static void WriteThought(Utf8JsonWriter writer, AnswerItem item, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, item.IsSummary ? "summary_text"u8 : "reasoning_text"u8);
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
    }

    public static void WriteLogprobs(Utf8JsonWriter writer, List<JsonElement> tokens)
    {
        writer.WriteStartArray("logprobs"u8);
        foreach (var token in tokens)
        {
            writer.WriteStartObject();
            WriteToken(writer, token);
            writer.WriteStartArray("top_logprobs"u8);
            if (ResponsesJson.Member(token, "top_logprobs"u8) is { ValueKind: JsonValueKind.Array } others)
            {
                foreach (var other in others.EnumerateArray())
                {
                    writer.WriteStartObject();
                    WriteToken(writer, other);
                    writer.WriteEndObject();
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // Chat completions may leave the bytes out; here they are always there.
    private static void WriteToken(Utf8JsonWriter writer, JsonElement token)
    {
        var text = ResponsesJson.Text(token, "token"u8) ?? "";
        writer.WriteString("token"u8, text);
        writer.WriteNumber("logprob"u8, ResponsesJson.Number(token, "logprob"u8) is { } logprob ? double.IsFinite(logprob) ? logprob : LeastLogprob : 0);
        writer.WriteStartArray("bytes"u8);
        if (ResponsesJson.Member(token, "bytes"u8) is { ValueKind: JsonValueKind.Array } bytes)
        {
            foreach (var value in bytes.EnumerateArray())
            {
                value.WriteTo(writer);
            }
        }
        else
        {
            foreach (var value in Encoding.UTF8.GetBytes(text))
            {
                writer.WriteNumberValue(value);
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteReasoning(Utf8JsonWriter writer, AnswerItem item)
    {
        var words = item.Status == AnswerItem.InProgress ? "" : item.Text.ToString();
        writer.WriteString("type"u8, "reasoning"u8);
        writer.WriteStartArray("summary"u8);
        if (words.Length > 0 && item.IsSummary)
        {
            WriteThought(writer, item, words);
        }

        writer.WriteEndArray();
        if (!item.IsSummary)
        {
            writer.WriteStartArray("content"u8);
            if (words.Length > 0)
            {
                WriteThought(writer, item, words);
            }

            writer.WriteEndArray();
        }

        writer.WriteString("encrypted_content"u8, item.EncryptedContent);
        writer.WriteString("status"u8, item.Status);
    }

    private static void WriteCall(Utf8JsonWriter writer, AnswerItem item)
    {
        writer.WriteString("status"u8, item.Status);
        writer.WriteString("call_id"u8, item.CallId);
        writer.WriteString("name"u8, item.Name);
    }
}
