using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Writes neutral events as chat completion chunks.</summary>
internal sealed class ChatEventWriter(AnswerHead head) : IChatEventWriter
{
    // Every chunk begins alike.
    private readonly byte[] _beginning = Encoding.UTF8.GetBytes(string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $$"""{"id":{{Quoted("chatcmpl-" + head.Id)}},"object":"chat.completion.chunk","created":{{head.CreatedAt}},"model":{{Quoted(head.Model)}},"choices":["""));

    private readonly ArrayBufferWriter<byte> _payload = new();
    private readonly HashSet<int> _begun = [];
    private Utf8JsonWriter? _json;
    private Usage? _usage;

    public void Write(ChatEvent chatEvent, IBufferWriter<byte> output)
    {
        if (Payload(chatEvent) is { IsEmpty: false } payload)
        {
            Frame(payload, output);
        }
    }

    public void End(IBufferWriter<byte> output)
    {
        if (head.IncludeUsage && UsagePayload() is { IsEmpty: false } payload)
        {
            Frame(payload, output);
        }

        output.Write("data: [DONE]\n\n"u8);
    }

    /// <summary>The chunk that says it, valid until the next call; empty where there is nothing to say.</summary>
    public ReadOnlySpan<byte> Payload(ChatEvent chatEvent)
    {
        switch (chatEvent)
        {
            case ChatEvent.Text text:
                return Chunk(text.Choice, (Value: text.Value, Name: "content"), static (json, said) => json.WriteString(said.Name, said.Value));
            case ChatEvent.Reasoning thought:
                return Chunk(thought.Choice, (thought.Value, Name: "reasoning_content"), static (json, said) => json.WriteString(said.Name, said.Value));
            case ChatEvent.Refusal refusal:
                return Chunk(refusal.Choice, (refusal.Value, Name: "refusal"), static (json, said) => json.WriteString(said.Name, said.Value));
            case ChatEvent.ToolCall call:
                return Chunk(call.Choice, call, static (json, call) => WriteCall(json, call.Index, call, ""));
            case ChatEvent.ToolArguments arguments:
                return Chunk(arguments.Choice, arguments, static (json, more) => WriteCall(json, more.Index, null, more.Piece));
            case ChatEvent.Citation citation:
                return Chunk(citation.Choice, citation.Value, static (json, cited) =>
                {
                    json.WriteStartArray("annotations"u8);
                    UrlCitations.Write(json, cited, nested: true);
                    json.WriteEndArray();
                });
            case ChatEvent.Logprobs logprobs:
                return Chunk<object?>(logprobs.Choice, null, static (_, _) => { }, logprobs.Value);
            case ChatEvent.Finished finished:
                return Chunk<object?>(finished.Choice, null, static (_, _) => { }, null, FinishReasons.WordOf(finished.Reason));
            case ChatEvent.Used used:
                _usage = used.Usage;
                return default;
            default:
                return default;
        }
    }

    /// <summary>The chunk with the usage that was told last; empty where none was.</summary>
    public ReadOnlySpan<byte> UsagePayload()
    {
        if (_usage is not { } usage)
        {
            return default;
        }

        _payload.ResetWrittenCount();
        _payload.Write(_beginning);
        _payload.Write("],\"usage\":"u8);
        var json = Writer();
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens"u8, usage.Input);
        json.WriteNumber("completion_tokens"u8, usage.Output);
        json.WriteNumber("total_tokens"u8, usage.Total);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.Cached);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        _payload.Write("}"u8);
        return _payload.WrittenSpan;
    }

    private static void Frame(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        output.Write(payload);
        output.Write("\n\n"u8);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static void WriteCall(Utf8JsonWriter json, int index, ChatEvent.ToolCall? call, string arguments)
    {
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        if (call is not null)
        {
            json.WriteString("id"u8, call.Id);
            json.WriteString("type"u8, "function"u8);
        }

        json.WriteStartObject("function"u8);
        if (call is not null)
        {
            json.WriteString("name"u8, call.Name);
        }

        json.WriteString("arguments"u8, arguments);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private ReadOnlySpan<byte> Chunk<T>(int choice, T value, Action<Utf8JsonWriter, T> delta, JsonElement? logprobs = null, string? finish = null)
    {
        _payload.ResetWrittenCount();
        _payload.Write(_beginning);
        var json = Writer();
        json.WriteStartObject();
        json.WriteNumber("index"u8, choice);
        json.WriteStartObject("delta"u8);
        if (_begun.Add(choice))
        {
            json.WriteString("role"u8, "assistant"u8);
        }

        delta(json, value);
        json.WriteEndObject();
        json.WritePropertyName("logprobs"u8);
        if (logprobs is { } known)
        {
            known.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteString("finish_reason"u8, finish);
        json.WriteEndObject();
        json.Flush();
        _payload.Write("]}"u8);
        return _payload.WrittenSpan;
    }

    // Writes after what the payload holds.
    private Utf8JsonWriter Writer()
    {
        _json ??= new Utf8JsonWriter(_payload, WireJson.Options);
        _json.Reset(_payload);
        return _json;
    }
}
