using System.Buffers;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>The conversation of a request together with the one that the server kept before it.</summary>
public static class ResponsesInput
{
    private static readonly byte[] Null = [.. "null"u8];
    private static readonly byte[] MessageStart = [.. "{\"role\":\"user\",\"content\":"u8];

    /// <summary>A request's own items as members of an array, without its brackets: what a store keeps of it. Empty for none.</summary>
    public static ReadOnlyMemory<byte> Items(ChatEnvelope envelope)
    {
        var input = Facts(envelope).InputValue;
        if (!input.IsPresent || Facts(envelope).InputIsEmpty)
        {
            return default;
        }

        var value = envelope.Body[input.Start..input.End];
        return Facts(envelope).InputIsString ? (byte[])[.. MessageStart, .. value.Span, (byte)'}'] : value[1..^1];
    }

    /// <summary>
    /// A response's items as members of an array, without its brackets, in the form in which the next request repeats them. Empty for
    /// none. Without the names and states that their maker gave them, since another engine may get them; and without thoughts of which
    /// only the maker's own memory has more than the words.
    /// </summary>
    /// <param name="response">A response object, as <see cref="FinalResponse"/> finds it or as a client gets it whole.</param>
    public static ReadOnlyMemory<byte> Outputs(ReadOnlyMemory<byte> response)
    {
        try
        {
            using var document = JsonDocument.Parse(response);
            if (ResponsesJson.Member(document.RootElement, "output"u8) is not { ValueKind: JsonValueKind.Array } output)
            {
                return default;
            }

            var items = new ArrayBufferWriter<byte>();
            foreach (var item in output.EnumerateArray())
            {
                WriteOutput(item, items);
            }

            return items.WrittenMemory;
        }
        catch (JsonException)
        {
            // No response object has no items.
            return default;
        }
    }

    /// <summary>
    /// The request with <paramref name="earlier"/> before its own items, and without the answer's name that stood for them: any engine
    /// can answer it. Scan it anew, since every place in it has moved.
    /// </summary>
    /// <param name="envelope">The client's request.</param>
    /// <param name="earlier">Items and outputs so far, joined by commas, without brackets around them.</param>
    public static SplicedBody Prepend(ChatEnvelope envelope, ReadOnlySpan<byte> earlier)
    {
        var facts = Facts(envelope);
        var own = Items(envelope);
        byte[] comma = earlier.IsEmpty || own.IsEmpty ? [] : [(byte)','];
        byte[] items = [(byte)'[', .. earlier, .. comma, .. own.Span, (byte)']'];
        var edits = new SplicedBody.Edit[2];
        edits[0] = facts.InputValue.IsPresent
            ? new SplicedBody.Edit(facts.InputValue.Start, facts.InputValue.Length, items)
            : new SplicedBody.Edit(envelope.InsertAt, 0, (byte[])[.. "\"input\":"u8, .. items, (byte)',']);
        var count = 1;
        if (facts.PreviousResponseIdValue.IsPresent)
        {
            edits[count++] = new SplicedBody.Edit(facts.PreviousResponseIdValue.Start, facts.PreviousResponseIdValue.Length, Null);
        }

        return SplicedBody.Create(envelope.Body, edits.AsSpan(..count));
    }

    private static void WriteOutput(JsonElement item, ArrayBufferWriter<byte> output)
    {
        var type = ResponsesJson.Text(item, "type"u8);
        if (type == "reasoning" && ResponsesJson.Text(item, "encrypted_content"u8) is not { Length: > 0 })
        {
            return;
        }

        if (output.WrittenCount > 0)
        {
            output.Write(","u8);
        }

        // Items of a vendor's own tools are nothing without their names.
        var isCommon = type is "message" or "reasoning" or "function_call" or "custom_tool_call";
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        if (!isCommon)
        {
            WireJson.WriteRaw(writer, item);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in item.EnumerateObject())
        {
            if (member.NameEquals("id"u8) || member.NameEquals("status"u8))
            {
                continue;
            }

            writer.WritePropertyName(member.Name);
            WireJson.WriteRaw(writer, member.Value);
        }

        writer.WriteEndObject();
    }

    private static ResponsesFacts Facts(ChatEnvelope envelope) =>
        envelope.Responses ?? throw new ArgumentException("The envelope is of another wire.", nameof(envelope));
}
