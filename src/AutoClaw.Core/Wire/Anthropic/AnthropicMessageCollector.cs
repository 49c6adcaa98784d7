using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>
/// Collects a streamed message into the object that a client gets who does not stream, with everything that the engine said: blocks and
/// members of which nothing is known here are kept.
/// </summary>
public sealed class AnthropicMessageCollector
{
    private readonly SortedList<int, JsonObject> _blocks = [];
    private readonly Dictionary<(int Block, string Member), StringBuilder> _texts = [];
    private JsonObject _message = [];

    /// <summary>Adds one event that <see cref="AnthropicWire"/> could read.</summary>
    public void Add(ReadOnlySpan<byte> data)
    {
        if (JsonNode.Parse(data) is not JsonObject streamed)
        {
            return;
        }

        switch ((string?)streamed["type"])
        {
            case "message_start" when streamed["message"] is JsonObject message:
                _message = message.DeepClone().AsObject();
                break;
            case "content_block_start" when streamed["content_block"] is JsonObject block:
                _blocks[IndexOf(streamed)] = block.DeepClone().AsObject();
                break;
            case "content_block_delta" when streamed["delta"] is JsonObject delta && _blocks.TryGetValue(IndexOf(streamed), out var open):
                AddDelta(IndexOf(streamed), open, delta);
                break;
            case "message_delta":
                Merge(_message, streamed["delta"] as JsonObject);
                if (streamed["usage"] is JsonObject usage)
                {
                    Merge(_message["usage"] as JsonObject ?? (JsonObject)(_message["usage"] = new JsonObject()), usage);
                }

                break;
        }
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        foreach (var ((index, member), text) in _texts)
        {
            _blocks[index][member] = member == "input" ? ReadInput(text.ToString()) : (JsonNode)text.ToString();
        }

        _texts.Clear();
        _message["content"] = new JsonArray([.. _blocks.Values.Select(block => block.DeepClone())]);
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        _message.WriteTo(writer);
    }

    private static int IndexOf(JsonObject streamed) => streamed["index"] is JsonValue index && index.TryGetValue<int>(out var number) ? number : 0;

    // The arguments of a call that was cut off by the limit are no JSON.
    private static JsonNode ReadInput(string text)
    {
        try
        {
            return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text) ?? new JsonObject();
        }
        catch (JsonException)
        {
            return new JsonObject { ["INVALID_JSON"] = text };
        }
    }

    private void AddDelta(int index, JsonObject block, JsonObject delta)
    {
        foreach (var (name, value) in delta)
        {
            switch (name)
            {
                case "type":
                    break;
                case "partial_json":
                    Extend(index, block, "input", value);
                    break;
                case "citation":
                    if (block["citations"] is not JsonArray citations)
                    {
                        block["citations"] = citations = [];
                    }

                    citations.Add(value?.DeepClone());
                    break;
                default:
                    Extend(index, block, name, value);
                    break;
            }
        }
    }

    private void Extend(int index, JsonObject block, string member, JsonNode? piece)
    {
        if (piece is not JsonValue value || !value.TryGetValue<string>(out var text))
        {
            block[member] = piece?.DeepClone();
            return;
        }

        if (!_texts.TryGetValue((index, member), out var all))
        {
            var before = block[member] is JsonValue known && known.TryGetValue<string>(out var begun) ? begun : "";
            _texts.Add((index, member), all = new StringBuilder(before));
        }

        all.Append(text);
    }

    private static void Merge(JsonObject into, JsonObject? from)
    {
        foreach (var (name, value) in from ?? [])
        {
            if (value is not null || !into.ContainsKey(name))
            {
                into[name] = value?.DeepClone();
            }
        }
    }
}
