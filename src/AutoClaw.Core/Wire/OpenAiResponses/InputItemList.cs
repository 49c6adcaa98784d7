using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>What an answer was given to, as a list: the items of the turns before it, their outputs, and its own items.</summary>
public static class InputItemList
{
    /// <summary>Writes one page.</summary>
    /// <param name="turns">From the first to the one that is asked for, whose own output is not among its input.</param>
    /// <param name="query">Which page.</param>
    /// <param name="output">Gets the list object.</param>
    /// <returns>False, and nothing is written, where no item has the id that the page shall begin after.</returns>
    public static bool TryWrite(IReadOnlyList<StoredTurn> turns, InputItemQuery query, IBufferWriter<byte> output)
    {
        var documents = new List<JsonDocument>();
        try
        {
            var items = Items(turns, documents);
            if (!query.Ascending)
            {
                items.Reverse();
            }

            var from = query.After is null ? 0 : items.FindIndex(item => item.Id == query.After) + 1;
            if (query.After is not null && from == 0)
            {
                return false;
            }

            Write(items, from, Math.Min(items.Count - from, query.Limit), output);
            return true;
        }
        finally
        {
            documents.ForEach(document => document.Dispose());
        }
    }

    private static List<(string Id, JsonElement Item)> Items(IReadOnlyList<StoredTurn> turns, List<JsonDocument> documents)
    {
        var items = new List<(string, JsonElement)>();
        foreach (var turn in turns)
        {
            var own = JsonDocument.Parse((byte[])[(byte)'[', .. turn.Items.Span, (byte)']']);
            documents.Add(own);
            foreach (var item in own.RootElement.EnumerateArray())
            {
                // The same name each time it is asked for: pages go by it.
                items.Add((ResponsesJson.Text(item, "id"u8) ?? Name(turn.Id, items.Count, item), item));
            }

            if (ReferenceEquals(turn, turns[^1]))
            {
                break;
            }

            var answer = JsonDocument.Parse(turn.Response);
            documents.Add(answer);
            if (ResponsesJson.Member(answer.RootElement, "output"u8) is { ValueKind: JsonValueKind.Array } outputs)
            {
                foreach (var item in outputs.EnumerateArray())
                {
                    items.Add((ResponsesJson.Text(item, "id"u8) ?? Name(turn.Id, items.Count, item), item));
                }
            }
        }

        return items;
    }

    private static string Name(string turn, int index, JsonElement item)
    {
        var prefix = TypeOf(item) switch
        {
            "message" => "msg",
            "function_call" => "fc",
            "function_call_output" => "fco",
            "custom_tool_call" => "ctc",
            "custom_tool_call_output" => "ctco",
            "reasoning" => "rs",
            _ => "item",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}_{(turn.StartsWith("resp_", StringComparison.Ordinal) ? turn["resp_".Length..] : turn)}i{index:x2}");
    }

    // A message may come without its type.
    private static string TypeOf(JsonElement item) =>
        ResponsesJson.Text(item, "type"u8) ?? (ResponsesJson.Member(item, "role"u8) is null ? "item_reference" : "message");

    private static void Write(List<(string Id, JsonElement Item)> items, int from, int count, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        foreach (var (id, item) in items.GetRange(from, count))
        {
            WriteItem(writer, id, item);
        }

        writer.WriteEndArray();
        writer.WriteString("first_id"u8, count == 0 ? "" : items[from].Id);
        writer.WriteString("last_id"u8, count == 0 ? "" : items[from + count - 1].Id);
        writer.WriteBoolean("has_more"u8, from + count < items.Count);
        writer.WriteEndObject();
    }

    // With what the API says of every item and a client may leave out.
    private static void WriteItem(Utf8JsonWriter writer, string id, JsonElement item)
    {
        var type = TypeOf(item);
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteString("type"u8, type);
        if (type != "item_reference" && ResponsesJson.Member(item, "status"u8) is null)
        {
            writer.WriteString("status"u8, AnswerItem.Completed);
        }

        foreach (var member in item.EnumerateObject())
        {
            if (member.NameEquals("id"u8) || member.NameEquals("type"u8) || (member.NameEquals("status"u8) && member.Value.ValueKind == JsonValueKind.Null))
            {
                continue;
            }

            writer.WritePropertyName(member.Name);
            if (type == "message" && member.NameEquals("content"u8) && member.Value.ValueKind == JsonValueKind.String)
            {
                WriteText(writer, member.Value, ofModel: ResponsesJson.Text(item, "role"u8) == "assistant");
            }
            else
            {
                WireJson.WriteRaw(writer, member.Value);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, JsonElement text, bool ofModel)
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("type"u8, ofModel ? "output_text"u8 : "input_text"u8);
        writer.WritePropertyName("text"u8);
        WireJson.WriteRaw(writer, text);
        if (ofModel)
        {
            writer.WriteStartArray("annotations"u8);
            writer.WriteEndArray();
            writer.WriteStartArray("logprobs"u8);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
