using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AutoClaw.Cli.Simulator;

/// <summary>One forward pass over the body of a chat request. Unknown fields are skipped, as engines do.</summary>
internal ref partial struct ChatCallReader
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly bool _faultMarkers;
    private readonly ChatCall _call = new();
    private Utf8JsonReader _json;
    private SimulatorError? _error;

    private ChatCallReader(ReadOnlySpan<byte> body, bool faultMarkers)
    {
        _body = body;
        _faultMarkers = faultMarkers;
        _json = new Utf8JsonReader(body);
    }

    /// <summary>Exactly one of the two is not null.</summary>
    public static (ChatCall? Call, SimulatorError? Error) Read(ReadOnlySpan<byte> body, bool faultMarkers)
    {
        try
        {
            var reader = new ChatCallReader(body, faultMarkers);
            return reader.Read() is { } error ? (null, error) : (reader._call, null);
        }
        catch (JsonException e)
        {
            return (null, SimulatorError.Invalid($"We could not parse the JSON body of your request: {e.Message}"));
        }
        catch (InvalidOperationException)
        {
            return (null, SimulatorError.Invalid("The body holds text that is not valid UTF-8."));
        }
    }

    private SimulatorError? Read()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return SimulatorError.Invalid("The body must be a JSON object.");
        }

        var sawMessages = false;
        while (_error is null && _json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("messages"u8))
            {
                sawMessages = true;
                ReadMessages();
            }
            else if (_json.ValueTextEquals("stream"u8))
            {
                _call.Stream = ReadBoolean("stream", false);
            }
            else if (_json.ValueTextEquals("stream_options"u8))
            {
                ReadStreamOptions();
            }
            else if (_json.ValueTextEquals("max_tokens"u8))
            {
                Limit(ReadInteger("max_tokens", 1, int.MaxValue));
            }
            else if (_json.ValueTextEquals("max_completion_tokens"u8))
            {
                Limit(ReadInteger("max_completion_tokens", 1, int.MaxValue));
            }
            else if (_json.ValueTextEquals("n"u8))
            {
                _call.Choices = ReadInteger("n", 1, 128) ?? 1;
            }
            else if (_json.ValueTextEquals("stop"u8))
            {
                ReadStop();
            }
            else if (_json.ValueTextEquals("tools"u8))
            {
                ReadTools();
            }
            else if (_json.ValueTextEquals("tool_choice"u8))
            {
                ReadToolChoice();
            }
            else if (_json.ValueTextEquals("parallel_tool_calls"u8))
            {
                _call.ParallelToolCalls = ReadBoolean("parallel_tool_calls", true);
            }
            else if (_json.ValueTextEquals("response_format"u8))
            {
                ReadResponseFormat();
            }
            else if (_json.ValueTextEquals("logprobs"u8))
            {
                _call.Logprobs = ReadBoolean("logprobs", false);
            }
            else if (_json.ValueTextEquals("top_logprobs"u8))
            {
                _call.TopLogprobs = ReadInteger("top_logprobs", 0, 20) ?? 0;
            }
            else
            {
                _json.Skip();
            }
        }

        if (_error is not null)
        {
            return _error;
        }

        // Nothing may follow the object; the reader throws on it.
        _json.Read();
        if (!sawMessages)
        {
            return SimulatorError.Invalid("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        }

        if (_call.Messages == 0)
        {
            return SimulatorError.Invalid("'messages' is empty: expected at least one message.", "messages", "empty_array");
        }

        _call.PromptTokens += SimulatedTokens.PerPrompt + (_call.Messages * SimulatedTokens.PerMessage)
            + (_call.Images * SimulatedTokens.PerImage);
        return CheckTools();
    }

    private void ReadStreamOptions()
    {
        if (!EnterOrNull(JsonTokenType.StartObject, "stream_options", "an object"))
        {
            return;
        }

        while (_error is null && _json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("include_usage"u8))
            {
                _call.IncludeUsage = ReadBoolean("stream_options.include_usage", false);
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void ReadStop()
    {
        _json.Read();
        switch (_json.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.String:
                AddStop();
                break;
            case JsonTokenType.StartArray:
                while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
                {
                    if (_json.TokenType != JsonTokenType.String)
                    {
                        Fail("stop", "a string or an array of strings");
                        return;
                    }

                    AddStop();
                }

                break;
            default:
                Fail("stop", "a string or an array of strings");
                break;
        }
    }

    private readonly void AddStop()
    {
        var stop = Encoding.UTF8.GetBytes(_json.GetString()!);
        if (stop.Length > 0)
        {
            (_call.Stops ??= []).Add(stop);
        }
    }

    private void ReadResponseFormat()
    {
        if (!EnterOrNull(JsonTokenType.StartObject, "response_format", "an object"))
        {
            return;
        }

        while (_error is null && _json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("type"u8))
            {
                var type = ReadString("response_format.type");
                _call.Format = type switch
                {
                    "json_object" => AnswerFormat.JsonObject,
                    "json_schema" => AnswerFormat.JsonSchema,
                    _ => AnswerFormat.Text,
                };
            }
            else if (_json.ValueTextEquals("json_schema"u8) && Enter(JsonTokenType.StartObject, "response_format.json_schema", "an object"))
            {
                while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
                {
                    if (_json.ValueTextEquals("schema"u8))
                    {
                        _call.Schema = SkipValue();
                    }
                    else
                    {
                        _json.Skip();
                    }
                }
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void Limit(int? tokens)
    {
        if (tokens is { } limit)
        {
            _call.MaxTokens = Math.Min(limit, _call.MaxTokens ?? int.MaxValue);
        }
    }
}
