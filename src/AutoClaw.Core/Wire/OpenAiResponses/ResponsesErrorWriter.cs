using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Writes errors as the Responses API does.</summary>
public static class ResponsesErrorWriter
{
    internal const string NoMessage = "The engine failed.";

    /// <summary>The body of an answer with <paramref name="status"/>.</summary>
    public static void Write(IBufferWriter<byte> output, int status, EngineError error)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        WriteObject(writer, status, error);
        writer.WriteEndObject();
    }

    /// <summary>
    /// The last event of a stream that has begun and can't go on. Where a <see cref="ResponsesEventWriter"/> wrote what went before, its
    /// <see cref="Hub.ChatEvent.Failed"/> says more.
    /// </summary>
    /// <param name="output">Gets the event.</param>
    /// <param name="status">As an answer that had not begun would have it.</param>
    /// <param name="error">What happened.</param>
    /// <param name="sequenceNumber">Events before this one in the stream.</param>
    public static void WriteEvent(IBufferWriter<byte> output, int status, EngineError error, int sequenceNumber = 0)
    {
        output.Write("event: error\ndata: "u8);
        using (var writer = new Utf8JsonWriter(output, WireJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "error"u8);
            writer.WriteNumber("sequence_number"u8, sequenceNumber);
            WriteMembers(writer, status, error);
            writer.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }

    /// <summary>The members of an <c>error</c> event after its type and number.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, int status, EngineError error)
    {
        // The API's description has the members here; the API sends them one level deeper, where its own clients look for them.
        writer.WriteString("code"u8, CodeOf(error));
        writer.WriteString("message"u8, error.Message ?? NoMessage);
        writer.WriteString("param"u8, error.Param);
        WriteObject(writer, status, error);
    }

    /// <summary>For programs; never null.</summary>
    internal static string CodeOf(EngineError error) => error.Code ?? error.Type switch
    {
        "rate_limit_error" or "rate_limit_exceeded" => "rate_limit_exceeded",
        "invalid_request_error" => "invalid_prompt",
        "insufficient_quota" => "insufficient_quota",
        _ => "server_error",
    };

    private static void WriteObject(Utf8JsonWriter writer, int status, EngineError error)
    {
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, error.Message ?? NoMessage);
        writer.WriteString("type"u8, error.Type ?? TypeOf(status));
        writer.WriteString("param"u8, error.Param);
        writer.WriteString("code"u8, error.Code);
        writer.WriteEndObject();
    }

    // OpenAI's own words, which SDKs switch on.
    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        < 500 => "invalid_request_error",
        _ => "server_error",
    };
}
