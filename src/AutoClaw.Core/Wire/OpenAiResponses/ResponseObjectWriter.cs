using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Writes the response object, whole or as it stands at the moment.</summary>
internal static class ResponseObjectWriter
{
    /// <param name="writer">Gets it.</param>
    /// <param name="head">Whose answer.</param>
    /// <param name="echo">What it repeats of the request.</param>
    /// <param name="output">Its items so far.</param>
    /// <param name="reason">Why it ended; null while it goes on, or where it failed.</param>
    /// <param name="usage">What is known of it.</param>
    /// <param name="error">Why it failed; null if it did not.</param>
    public static void Write(
        Utf8JsonWriter writer, AnswerHead head, ResponseEcho echo, IEnumerable<AnswerItem> output, FinishReason? reason, Usage? usage, EngineError? error)
    {
        var incomplete = reason switch
        {
            FinishReason.Length => "max_output_tokens",
            FinishReason.ContentFilter => "content_filter",
            _ => null,
        };
        writer.WriteStartObject();
        writer.WriteString("id"u8, "resp_" + head.Id);
        writer.WriteString("object"u8, "response"u8);
        writer.WriteNumber("created_at"u8, head.CreatedAt);
        writer.WriteString(
            "status"u8,
            error is not null ? "failed" : incomplete is not null ? AnswerItem.Incomplete : reason is null ? AnswerItem.InProgress : AnswerItem.Completed);
        WriteError(writer, error);
        if (incomplete is null)
        {
            writer.WriteNull("incomplete_details"u8);
        }
        else
        {
            writer.WriteStartObject("incomplete_details"u8);
            writer.WriteString("reason"u8, incomplete);
            writer.WriteEndObject();
        }

        writer.WriteString("model"u8, head.Model);
        writer.WriteStartArray("output"u8);
        foreach (var item in output)
        {
            AnswerItemWriter.Write(writer, item);
        }

        writer.WriteEndArray();
        echo.WriteTo(writer);

        // Absent rather than null where it is not known: the API's description has no null here.
        if (usage is { } known)
        {
            WriteUsage(writer, known);
        }

        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, EngineError? error)
    {
        if (error is null)
        {
            writer.WriteNull("error"u8);
            return;
        }

        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, ResponsesErrorWriter.CodeOf(error));
        writer.WriteString("message"u8, error.Message ?? ResponsesErrorWriter.NoMessage);
        writer.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter writer, Usage usage)
    {
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("input_tokens"u8, usage.Input);
        writer.WriteStartObject("input_tokens_details"u8);
        writer.WriteNumber("cached_tokens"u8, usage.Cached);

        // Required by the API's description; no engine's count of it is in the neutral form.
        writer.WriteNumber("cache_write_tokens"u8, 0);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens"u8, usage.Output);
        writer.WriteStartObject("output_tokens_details"u8);
        writer.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        writer.WriteEndObject();
        writer.WriteNumber("total_tokens"u8, usage.Total);
        writer.WriteEndObject();
    }
}
