using System.Text.Json;

namespace AutoClaw.Cli.Simulator;

/// <content>The functions on offer and which of them has to be called.</content>
internal ref partial struct ChatCallReader
{
    private void ReadTools()
    {
        if (!EnterOrNull(JsonTokenType.StartArray, "tools", "an array"))
        {
            return;
        }

        var start = (int)_json.TokenStartIndex;
        while (_error is null && _json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.StartObject)
            {
                Fail("tools", "an array of objects");
                return;
            }

            ReadTool();
        }

        TakeRaw(start..(int)_json.BytesConsumed);
    }

    private void ReadTool()
    {
        var index = _call.Tools?.Count ?? 0;
        var named = false;
        while (_error is null && _json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (!_json.ValueTextEquals("function"u8))
            {
                _json.Skip();
                continue;
            }

            if (!Enter(JsonTokenType.StartObject, $"tools[{index}].function", "an object"))
            {
                return;
            }

            string? name = null;
            var schema = default(Range);
            while (_error is null && _json.Read() && _json.TokenType == JsonTokenType.PropertyName)
            {
                if (_json.ValueTextEquals("name"u8))
                {
                    name = ReadString($"tools[{index}].function.name");
                }
                else if (_json.ValueTextEquals("parameters"u8))
                {
                    schema = SkipValue();
                }
                else
                {
                    _json.Skip();
                }
            }

            if (name is not null)
            {
                named = true;
                (_call.Tools ??= []).Add(new OfferedTool(name, schema));
            }
        }

        if (_error is null && !named)
        {
            _error = SimulatorError.Invalid(
                $"Missing required parameter: 'tools[{index}].function.name'.", $"tools[{index}].function.name", "missing_required_parameter");
        }
    }

    private void ReadToolChoice()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
        {
            _call.ToolChoice = _json.ValueTextEquals("none"u8) ? ToolDemand.None
                : _json.ValueTextEquals("required"u8) ? ToolDemand.Required
                : ToolDemand.Auto;
            return;
        }

        if (_json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Fail("tool_choice", "a string or an object");
            return;
        }

        while (_error is null && _json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (!_json.ValueTextEquals("function"u8))
            {
                _json.Skip();
            }
            else if (Enter(JsonTokenType.StartObject, "tool_choice.function", "an object"))
            {
                while (_error is null && _json.Read() && _json.TokenType == JsonTokenType.PropertyName)
                {
                    if (_json.ValueTextEquals("name"u8))
                    {
                        _call.ForcedTool = ReadString("tool_choice.function.name");
                    }
                    else
                    {
                        _json.Skip();
                    }
                }
            }
        }
    }

    private readonly SimulatorError? CheckTools()
    {
        var call = _call;
        if (call.ForcedTool is { } forced && call.Tools?.Exists(tool => tool.Name == forced) != true)
        {
            return SimulatorError.Invalid($"Tool choice '{forced}' is not in 'tools'.", "tool_choice");
        }

        return call.ToolChoice == ToolDemand.Required && call.Tools is null
            ? SimulatorError.Invalid("'tool_choice' is only allowed when 'tools' are specified.", "tool_choice")
            : null;
    }
}
