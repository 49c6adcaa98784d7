using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Writes what a client of <c>generateContent</c> gets: one <c>GenerateContentResponse</c>.</summary>
internal static class GeminiWholeWriter
{
    public static void Write(CollectedAnswer answer, AnswerHead head, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("candidates"u8);
        foreach (var (index, parts) in answer.Choices)
        {
            WriteCandidate(writer, index, parts, head);
        }

        writer.WriteEndArray();
        if (answer.Usage is { } usage)
        {
            GeminiUsage.Write(writer, usage);
        }

        writer.WriteString("modelVersion"u8, head.Model);
        writer.WriteString("responseId"u8, head.Id);
        writer.WriteEndObject();
    }

    private static void WriteCandidate(Utf8JsonWriter writer, int index, CollectedParts parts, AnswerHead head)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("content"u8);
        writer.WriteStartArray("parts"u8);
        foreach (var part in parts.Parts)
        {
            WritePart(writer, part, head);
        }

        writer.WriteEndArray();
        writer.WriteString("role"u8, "model"u8);
        writer.WriteEndObject();
        writer.WriteString("finishReason"u8, GeminiFinishReasons.Write(parts.Reason ?? FinishReason.Stop));
        writer.WriteNumber("index"u8, index);
        GeminiLogprobs.Write(writer, parts.Logprobs);
        var said = new Characters();
        foreach (var part in parts.Parts.OfType<ChatPart.Text>())
        {
            said.Add(part.Value.ToString());
        }

        GeminiGrounding.Write(writer, parts.Citations, said);
        writer.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter writer, ChatPart part, AnswerHead head)
    {
        switch (part)
        {
            case ChatPart.Text text:
                GeminiAnswerParts.WriteText(writer, text.Value, text.State);
                break;
            case ChatPart.Refusal refusal:
                GeminiAnswerParts.WriteText(writer, refusal.Value);
                break;
            case ChatPart.ToolCall call:
                GeminiAnswerParts.WriteCall(writer, call, GeminiSignature.Of(call.State));
                break;
            case ChatPart.Reasoning thought when head.IncludeThoughts && thought.Value.Length > 0:
                GeminiAnswerParts.WriteThought(writer, thought.Value, thought.State);
                break;
            case ChatPart.Reasoning { State: { } state } when GeminiSignature.Of(state) is not null:
                GeminiAnswerParts.WriteText(writer, "", state);
                break;
        }
    }
}
