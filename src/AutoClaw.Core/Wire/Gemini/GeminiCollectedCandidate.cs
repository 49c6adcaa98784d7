using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>One candidate of an answer that is put together from its pieces.</summary>
internal sealed class GeminiCollectedCandidate
{
    private readonly JsonObject _fields = [];
    private readonly JsonObject _content = [];
    private readonly List<JsonNode> _parts = [];
    private readonly StringBuilder _text = new();
    private JsonNode? _growing;

    public static void Write(Utf8JsonWriter writer, JsonNode? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    public void Add(JsonObject candidate)
    {
        foreach (var (name, value) in candidate.ToList())
        {
            candidate.Remove(name);
            if (name == "content" && value is JsonObject content)
            {
                AddContent(content);
            }
            else if (name is "logprobsResult" or "citationMetadata" && value is JsonObject more && _fields[name] is JsonObject known)
            {
                Append(known, more);
            }
            else
            {
                _fields[name] = value;
            }
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
        CloseText();
        writer.WriteStartObject();
        writer.WriteStartObject("content"u8);
        writer.WriteStartArray("parts"u8);
        foreach (var part in _parts)
        {
            part.WriteTo(writer);
        }

        writer.WriteEndArray();
        foreach (var (name, value) in _content)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
        foreach (var (name, value) in _fields)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    // Lists of tokens and of sources: each piece of the answer brings its own.
    private static void Append(JsonObject known, JsonObject more)
    {
        foreach (var (name, value) in more.ToList())
        {
            more.Remove(name);
            if (value is JsonArray items && known[name] is JsonArray list)
            {
                foreach (var item in items.ToList())
                {
                    items.Remove(item);
                    list.Add(item);
                }
            }
            else
            {
                known[name] = value;
            }
        }
    }

    private static string? PlainText(JsonNode part) =>
        part is JsonObject fields && fields["text"] is JsonValue text && text.TryGetValue(out string? value)
            && fields.All(field => field.Key is "text" or "thought")
            ? value
            : null;

    private static bool IsThought(JsonNode part) => part["thought"] is JsonValue thought && thought.TryGetValue(out bool value) && value;

    private void AddContent(JsonObject content)
    {
        foreach (var (name, value) in content.ToList())
        {
            content.Remove(name);
            if (name != "parts" || value is not JsonArray parts)
            {
                _content[name] = value;
                continue;
            }

            foreach (var part in parts.ToList())
            {
                parts.Remove(part);
                if (part is not null)
                {
                    AddPart(part);
                }
            }
        }
    }

    // A part with a signature stays as it is: its maker wants it back so.
    private void AddPart(JsonNode part)
    {
        var text = PlainText(part);
        if (text is { Length: 0 })
        {
            return;
        }

        if (text is null)
        {
            CloseText();
            _parts.Add(part);
            return;
        }

        if (_growing is null || IsThought(_growing) != IsThought(part))
        {
            CloseText();
            _parts.Add(part);
            _growing = part;
        }

        _text.Append(text);
    }

    private void CloseText()
    {
        if (_growing is not null)
        {
            _growing["text"] = _text.ToString();
            _text.Clear();
            _growing = null;
        }
    }
}
