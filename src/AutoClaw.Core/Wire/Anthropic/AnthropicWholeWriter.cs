using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Writes the one object that a client gets who does not stream.</summary>
internal static class AnthropicWholeWriter
{
    public static void Write(CollectedAnswer answer, AnswerHead head, IBufferWriter<byte> output)
    {
        var choice = answer.Choices.FirstOrDefault(choice => choice.Key == 0).Value;
        IReadOnlyList<ChatPart> parts = choice is null ? [] : [.. choice.Parts];
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteString("id"u8, "msg_" + head.Id);
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteString("model"u8, head.Model);
        writer.WriteStartArray("content"u8);
        var written = 0;
        foreach (var part in parts)
        {
            var end = written + (part is ChatPart.Text text ? Characters.Count(text.Value.ToString()) : 0);
            WriteBlock(writer, part, choice!.Citations.FindAll(citation => citation.Start >= written && (citation.Start < end || part == parts[^1])));
            written = end;
        }

        writer.WriteEndArray();
        writer.WriteString("stop_reason"u8, AnthropicStopReason.Of(
            choice?.Reason, choice?.StopSequence is not null, parts.Any(part => part is ChatPart.ToolCall), parts.Any(part => part is ChatPart.Refusal)));
        writer.WriteString("stop_sequence"u8, choice?.StopSequence);
        AnthropicUsage.Write(writer, answer.Usage);
        writer.WriteEndObject();
    }

    private static void WriteBlock(Utf8JsonWriter writer, ChatPart part, List<UrlCitation> citations)
    {
        switch (part)
        {
            case ChatPart.Text { Value.IsEmpty: false } text:
                AnthropicBlocks.WriteText(writer, text.Value, citations);
                break;
            case ChatPart.Refusal { Value.Length: > 0 } refusal:
                AnthropicBlocks.WriteText(writer, refusal.Value);
                break;
            case ChatPart.Reasoning { State: { Wire: WireName.Anthropic, Kind: "data" } state }:
                AnthropicBlocks.WriteRedacted(writer, state.Value);
                break;
            case ChatPart.Reasoning thought:
                var signature = thought.State is { Wire: WireName.Anthropic, Kind: "signature" } own ? own.Value : "";
                if (thought.Value.Length > 0 || signature.Length > 0)
                {
                    AnthropicBlocks.WriteThinking(writer, thought.Value, signature);
                }

                break;
            case ChatPart.ToolCall call:
                AnthropicBlocks.WriteCall(writer, call, isAnswer: true);
                break;
        }
    }
}
