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

    /// <summary>A response's items as members of an array, without its brackets: what a store keeps of the answer. Empty for none.</summary>
    /// <param name="response">A response object, as <see cref="FinalResponse"/> finds it or as a client gets it whole.</param>
    public static ReadOnlyMemory<byte> Outputs(ReadOnlyMemory<byte> response)
    {
        try
        {
            var json = new Utf8JsonReader(response.Span);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isOutput = json.ValueTextEquals("output"u8);
                json.Read();
                var start = (int)json.TokenStartIndex;
                var isArray = json.TokenType == JsonTokenType.StartArray;
                json.Skip();
                if (isOutput && isArray)
                {
                    return response[(start + 1)..((int)json.BytesConsumed - 1)];
                }
            }
        }
        catch (JsonException)
        {
            // No response object has no items.
        }

        return default;
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

    private static ResponsesFacts Facts(ChatEnvelope envelope) =>
        envelope.Responses ?? throw new ArgumentException("The envelope is of another wire.", nameof(envelope));
}
