using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>The events of one item, from its beginning to its end.</summary>
internal sealed class ItemEvents(EventStream events)
{
    public void Added(AnswerItem item, IBufferWriter<byte> output) => WriteItem("response.output_item.added", item, output);

    public void PartAdded(AnswerItem item, AnswerContent content, IBufferWriter<byte> output) =>
        WritePart("response.content_part.added", item, content, output);

    /// <summary>The next piece of a message.</summary>
    public void Delta(AnswerItem item, string piece, List<JsonElement>? logprobs, IBufferWriter<byte> output)
    {
        var isRefusal = item.Content[^1].IsRefusal;
        var type = isRefusal ? "response.refusal.delta" : "response.output_text.delta";
        var writer = events.Begin(type, item);
        writer.WriteNumber("content_index"u8, item.Content.Count - 1);
        writer.WriteString("delta"u8, piece);
        if (!isRefusal)
        {
            AnswerItemWriter.WriteLogprobs(writer, logprobs ?? []);
        }

        events.End(writer, type, output);
    }

    /// <summary>The last part of a message has a citation more.</summary>
    public void CitationAdded(AnswerItem item, IBufferWriter<byte> output)
    {
        const string type = "response.output_text.annotation.added";
        var content = item.Content[^1];
        var writer = events.Begin(type, item);
        writer.WriteNumber("content_index"u8, item.Content.Count - 1);
        writer.WriteNumber("annotation_index"u8, content.Citations.Count - 1);
        writer.WritePropertyName("annotation"u8);
        UrlCitations.Write(writer, content.Citations[^1], nested: false, content.Start);
        events.End(writer, type, output);
    }

    /// <summary>The last part of a message is whole.</summary>
    public void PartDone(AnswerItem item, IBufferWriter<byte> output)
    {
        var content = item.Content[^1];
        var type = content.IsRefusal ? "response.refusal.done" : "response.output_text.done";
        var writer = events.Begin(type, item);
        writer.WriteNumber("content_index"u8, item.Content.Count - 1);
        writer.WriteString(content.IsRefusal ? "refusal"u8 : "text"u8, content.Text.ToString());
        if (!content.IsRefusal)
        {
            AnswerItemWriter.WriteLogprobs(writer, content.Logprobs);
        }

        events.End(writer, type, output);
        WritePart("response.content_part.done", item, content, output);
    }

    /// <summary>A thought begins to have words.</summary>
    public void ThoughtAdded(AnswerItem item, IBufferWriter<byte> output) =>
        WriteThoughtPart(item.IsSummary ? "response.reasoning_summary_part.added" : "response.content_part.added", item, "", output);

    public void ThoughtDelta(AnswerItem item, string piece, IBufferWriter<byte> output) =>
        WriteThoughtText(item.IsSummary ? "response.reasoning_summary_text.delta" : "response.reasoning_text.delta", item, "delta"u8, piece, output);

    public void ThoughtDone(AnswerItem item, IBufferWriter<byte> output)
    {
        var text = item.Text.ToString();
        WriteThoughtText(item.IsSummary ? "response.reasoning_summary_text.done" : "response.reasoning_text.done", item, "text"u8, text, output);
        WriteThoughtPart(item.IsSummary ? "response.reasoning_summary_part.done" : "response.content_part.done", item, text, output);
    }

    public void ArgumentsDelta(AnswerItem item, string piece, IBufferWriter<byte> output)
    {
        var type = item.Kind == AnswerItemKind.CustomCall ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta";
        var writer = events.Begin(type, item);
        writer.WriteString("delta"u8, piece);
        events.End(writer, type, output);
    }

    public void ArgumentsDone(AnswerItem item, IBufferWriter<byte> output)
    {
        var isCustom = item.Kind == AnswerItemKind.CustomCall;
        var type = isCustom ? "response.custom_tool_call_input.done" : "response.function_call_arguments.done";
        var writer = events.Begin(type, item);
        if (isCustom)
        {
            writer.WriteString("input"u8, CustomTool.Unwrap(item.Text.ToString()));
        }
        else
        {
            writer.WriteString("name"u8, item.Name);
            writer.WriteString("arguments"u8, item.Arguments());
        }

        events.End(writer, type, output);
    }

    public void Done(AnswerItem item, IBufferWriter<byte> output) => WriteItem("response.output_item.done", item, output);

    private void WriteItem(string type, AnswerItem item, IBufferWriter<byte> output)
    {
        var writer = events.Begin(type);
        writer.WriteNumber("output_index"u8, item.Index);
        writer.WritePropertyName("item"u8);
        AnswerItemWriter.Write(writer, item);
        events.End(writer, type, output);
    }

    private void WritePart(string type, AnswerItem item, AnswerContent content, IBufferWriter<byte> output)
    {
        var writer = events.Begin(type, item);
        writer.WriteNumber("content_index"u8, item.Content.Count - 1);
        writer.WritePropertyName("part"u8);
        AnswerItemWriter.WritePart(writer, content);
        events.End(writer, type, output);
    }

    private void WriteThoughtText(string type, AnswerItem item, ReadOnlySpan<byte> member, string text, IBufferWriter<byte> output)
    {
        var writer = events.Begin(type, item);
        writer.WriteNumber(item.IsSummary ? "summary_index"u8 : "content_index"u8, 0);
        writer.WriteString(member, text);
        events.End(writer, type, output);
    }

    private void WriteThoughtPart(string type, AnswerItem item, string text, IBufferWriter<byte> output)
    {
        var writer = events.Begin(type, item);
        writer.WriteNumber(item.IsSummary ? "summary_index"u8 : "content_index"u8, 0);
        writer.WritePropertyName("part"u8);
        AnswerItemWriter.WriteThought(writer, item, text);
        events.End(writer, type, output);
    }
}
