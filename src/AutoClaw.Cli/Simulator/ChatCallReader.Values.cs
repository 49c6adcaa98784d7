using System.Text.Json;

namespace AutoClaw.Cli.Simulator;

/// <content>Single values with their types checked.</content>
internal ref partial struct ChatCallReader
{
    private Range SkipValue()
    {
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        return start..(int)_json.BytesConsumed;
    }

    private bool Enter(JsonTokenType type, string param, string expected)
    {
        _json.Read();
        if (_json.TokenType == type)
        {
            return true;
        }

        Fail(param, expected);
        return false;
    }

    private bool EnterOrNull(JsonTokenType type, string param, string expected)
    {
        _json.Read();
        if (_json.TokenType is JsonTokenType.Null)
        {
            return false;
        }

        if (_json.TokenType != type)
        {
            Fail(param, expected);
            return false;
        }

        return true;
    }

    private bool ReadBoolean(string param, bool fallback)
    {
        _json.Read();
        switch (_json.TokenType)
        {
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Null: return fallback;
            default:
                Fail(param, "a boolean");
                return fallback;
        }
    }

    private int? ReadInteger(string param, int min, int max)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var value))
        {
            Fail(param, "an integer");
            return null;
        }

        if (value < min || value > max)
        {
            _error = SimulatorError.Invalid(
                $"Invalid '{param}': expected a value from {min} to {max}, got {value}.", param, value < min ? "integer_below_min_value" : "integer_above_max_value");
            return null;
        }

        return (int)value;
    }

    private string? ReadString(string param)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
        {
            return _json.GetString();
        }

        Fail(param, "a string");
        return null;
    }

    private void Fail(string param, string expected)
    {
        _error = SimulatorError.Invalid($"Invalid type for '{param}': expected {expected}.", param, "invalid_type");
        _json.Skip();
    }
}
