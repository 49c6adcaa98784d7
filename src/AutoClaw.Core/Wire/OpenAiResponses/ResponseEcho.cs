using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>What a response object repeats of its request, with what the API says where the request says nothing.</summary>
internal sealed class ResponseEcho
{
    private static readonly (string Name, string? Absent)[] Fields =
    [
        ("background", "false"),
        ("instructions", "null"),
        ("max_output_tokens", "null"),
        ("max_tool_calls", "null"),
        ("parallel_tool_calls", "true"),
        ("previous_response_id", "null"),
        ("prompt", null),
        ("prompt_cache_key", "null"),
        ("prompt_cache_retention", null),
        ("reasoning", """{"effort":null,"summary":null}"""),
        ("safety_identifier", "null"),
        ("service_tier", "\"default\""),

        // Not OpenAI's 1: whatever engine answers has defaults of its own.
        ("temperature", "null"),
        ("text", """{"format":{"type":"text"}}"""),
        ("tool_choice", "\"auto\""),
        ("tools", "[]"),
        ("top_logprobs", "0"),
        ("top_p", "null"),
        ("truncation", "\"disabled\""),
        ("user", null),
        ("metadata", "{}"),
    ];

    private readonly List<(string Name, byte[] Json)> _members = new(Fields.Length + 1);
    private readonly HashSet<string> _customTools = [];

    /// <param name="request">The request's body; one that can't be read repeats nothing.</param>
    /// <param name="isKept">The answer can be fetched later.</param>
    public ResponseEcho(ReadOnlyMemory<byte> request, bool isKept = false)
    {
        using var document = Parse(request);
        var root = document?.RootElement ?? default;
        foreach (var (name, absent) in Fields)
        {
            if (ResponsesJson.Member(root, Encoding.UTF8.GetBytes(name)) is { } value)
            {
                _members.Add((name, OnOneLine(Of(name, value))));
            }
            else if (absent is not null)
            {
                _members.Add((name, Encoding.UTF8.GetBytes(absent)));
            }
        }

        // Whatever was asked for: what is done about it counts.
        _members.Add(("store", isKept ? [.. "true"u8] : [.. "false"u8]));
        if (ResponsesJson.Member(root, "conversation"u8) is { } conversation)
        {
            var raw = JsonMarshal.GetRawUtf8Value(conversation);
            _members.Add(("conversation", conversation.ValueKind == JsonValueKind.String ? [.. "{\"id\":"u8, .. raw, (byte)'}'] : OnOneLine(raw.ToArray())));
        }

        WantsSummary = ResponsesJson.Member(root, "reasoning"u8) is { } reasoning
            && (ResponsesJson.Text(reasoning, "summary"u8) ?? ResponsesJson.Text(reasoning, "generate_summary"u8)) is not null;
        FindCustomTools(root);
    }

    /// <summary>The client asked for a summary of the thoughts: it gets them as one. Otherwise they are what they are, raw.</summary>
    public bool WantsSummary { get; }

    /// <summary>True for a tool that takes free text.</summary>
    public bool IsCustom(string tool) => _customTools.Contains(tool);

    public void WriteTo(Utf8JsonWriter writer)
    {
        foreach (var (name, json) in _members)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> request)
    {
        try
        {
            return request.IsEmpty ? null : JsonDocument.Parse(request);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A line break between a client's tokens would end the line of the event that repeats them.
    private static byte[] OnOneLine(byte[] json)
    {
        json.AsSpan().Replace((byte)'\n', (byte)' ');
        json.AsSpan().Replace((byte)'\r', (byte)' ');
        return json;
    }

    private static byte[] Of(string name, JsonElement value) => name switch
    {
        "tools" when value.ValueKind == JsonValueKind.Array => Completed(value, CompleteTool),
        "text" when value.ValueKind == JsonValueKind.Object && ResponsesJson.Member(value, "format"u8) is null => Completed(
            value, static (text, writer) => WithMembers(text, writer, ("format", """{"type":"text"}"""))),
        _ => JsonMarshal.GetRawUtf8Value(value).ToArray(),
    };

    // A response's function always has all of its fields.
    private static void CompleteTool(JsonElement tools, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var tool in tools.EnumerateArray())
        {
            if (ResponsesJson.Text(tool, "type"u8) == "function")
            {
                WithMembers(tool, writer, ("description", "null"), ("parameters", "null"), ("strict", "null"));
            }
            else
            {
                WireJson.WriteRaw(writer, tool);
            }
        }

        writer.WriteEndArray();
    }

    private static void WithMembers(JsonElement value, Utf8JsonWriter writer, params ReadOnlySpan<(string Name, string Json)> absent)
    {
        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            WireJson.WriteRaw(writer, member.Value);
        }

        foreach (var (name, json) in absent)
        {
            if (!value.TryGetProperty(name, out _))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(json, skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
    }

    private static byte[] Completed(JsonElement value, Action<JsonElement, Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, WireJson.Options))
        {
            write(value, writer);
        }

        return buffer.ToArray();
    }

    private void FindCustomTools(JsonElement root)
    {
        if (ResponsesJson.Member(root, "tools"u8) is not { ValueKind: JsonValueKind.Array } tools)
        {
            return;
        }

        foreach (var tool in tools.EnumerateArray())
        {
            if (ResponsesJson.Text(tool, "type"u8) == "custom" && ResponsesJson.Text(tool, "name"u8) is { } name)
            {
                _customTools.Add(name);
            }
        }
    }
}
