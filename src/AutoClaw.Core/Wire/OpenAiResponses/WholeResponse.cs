using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>The response object for a client that does not stream. Its items have the names that a stream would have given them.</summary>
internal static class WholeResponse
{
    public static void Write(CollectedAnswer answer, AnswerHead head, IBufferWriter<byte> output)
    {
        var echo = new ResponseEcho(head.Request, head.IsKept);
        var parts = answer.Choices.FirstOrDefault(choice => choice.Key == 0).Value;
        var reason = parts?.Reason ?? FinishReason.Stop;
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        ResponseObjectWriter.Write(writer, head, echo, parts is null ? [] : Items(parts, head, echo), reason, answer.Usage, error: null);
    }

    private static List<AnswerItem> Items(CollectedParts parts, AnswerHead head, ResponseEcho echo)
    {
        var items = new List<AnswerItem>();
        foreach (var part in parts.Parts)
        {
            switch (part)
            {
                case ChatPart.Text { Value.IsEmpty: false } text:
                    Message(items, head, echo, isRefusal: false).Text.Append(text.Value.ToString());
                    break;
                case ChatPart.Refusal { Value.Length: > 0 } refusal:
                    Message(items, head, echo, isRefusal: true).Text.Append(refusal.Value);
                    break;
                case ChatPart.Reasoning thought when thought.Value.Length > 0 || thought.State is not null:
                    var reasoning = Add(items, head, echo, AnswerItemKind.Reasoning);
                    reasoning.Text.Append(thought.Value);
                    reasoning.EncryptedContent = thought.State is { } state ? EncryptedContent.Write(state) : null;
                    break;
                case ChatPart.ToolCall call:
                    if (call.State is { } ofCall)
                    {
                        Add(items, head, echo, AnswerItemKind.Reasoning).EncryptedContent = EncryptedContent.Write(ofCall, ofCall: true);
                    }

                    Add(items, head, echo, AnswerItemKind.FunctionCall, (call.Id, call.Name)).Text.Append(call.Arguments);
                    break;
            }
        }

        if (items is [.., var last] && parts.Reason is FinishReason.Length or FinishReason.ContentFilter)
        {
            last.Status = AnswerItem.Incomplete;
        }

        foreach (var citation in parts.Citations)
        {
            // The last part that begins before it.
            items.SelectMany(item => item.Content).LastOrDefault(content => !content.IsRefusal && content.Start <= citation.Start)?.Citations.Add(citation);
        }

        if (items.SelectMany(item => item.Content).FirstOrDefault(content => !content.IsRefusal) is { } content)
        {
            content.Logprobs.AddRange(parts.Logprobs.SelectMany(Tokens));
        }

        return items;
    }

    private static IEnumerable<JsonElement> Tokens(JsonElement logprobs) =>
        ResponsesJson.Member(logprobs, "content"u8) is { ValueKind: JsonValueKind.Array } tokens ? tokens.EnumerateArray() : [];

    private static AnswerContent Message(List<AnswerItem> items, AnswerHead head, ResponseEcho echo, bool isRefusal)
    {
        var item = items is [.., { Kind: AnswerItemKind.Message } last] ? last : Add(items, head, echo, AnswerItemKind.Message);
        var before = items.SelectMany(each => each.Content).Where(each => !each.IsRefusal).Sum(each => Characters.Count(each.Text.ToString()));
        var content = new AnswerContent(isRefusal) { Start = before };
        item.Content.Add(content);
        return content;
    }

    private static AnswerItem Add(
        List<AnswerItem> items, AnswerHead head, ResponseEcho echo, AnswerItemKind kind, (string Id, string Name) call = default)
    {
        var item = AnswerItem.Create(head, echo, items.Count, kind, call);
        item.Status = AnswerItem.Completed;
        items.Add(item);
        return item;
    }
}
