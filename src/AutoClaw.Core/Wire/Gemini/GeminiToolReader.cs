using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Reads <c>tools</c> and <c>toolConfig</c>.</summary>
internal static class GeminiToolReader
{
    public static List<ChatTool> ReadTools(JsonElement tools, GeminiFindings findings)
    {
        var read = new List<ChatTool>();
        foreach (var (index, tool) in GeminiNames.Items(tools).Index())
        {
            var path = $"tools[{index}]";
            if (tool.ValueKind != JsonValueKind.Object)
            {
                findings.RefuseType(path, "an object");
                continue;
            }

            foreach (var (name, value) in GeminiNames.Members(tool))
            {
                if (name == "functionDeclarations")
                {
                    read.AddRange(GeminiNames.Items(value).Select((function, i) => ReadFunction(function, $"{path}.functionDeclarations[{i}]", findings)));
                }
                else
                {
                    read.Add(new ChatTool(name, null, null, Vendor: new ForeignField($"{path}.{name}", value)));
                }
            }
        }

        return read;
    }

    public static ToolChoice? ReadChoice(JsonElement config, GeminiFindings findings)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            findings.RefuseType("toolConfig", "an object");
            return null;
        }

        ToolChoice? choice = null;
        foreach (var (name, value) in GeminiNames.Members(config))
        {
            if (name == "functionCallingConfig")
            {
                choice = ReadCalling(value, findings);
            }
            else
            {
                findings.Add($"toolConfig.{name}", value);
            }
        }

        return choice;
    }

    private static ChatTool ReadFunction(JsonElement function, string path, GeminiFindings findings)
    {
        var tool = new ChatTool("", null, null);
        if (function.ValueKind != JsonValueKind.Object)
        {
            findings.RefuseType(path, "an object");
        }

        foreach (var (name, value) in GeminiNames.Members(function))
        {
            switch (name)
            {
                case "name":
                    tool = tool with { Name = findings.Text(value, $"{path}.name") ?? "" };
                    break;
                case "description":
                    tool = tool with { Description = findings.Text(value, $"{path}.description") };
                    break;
                case "parameters":
                    tool = tool with { Parameters = GeminiConfigReader.Schema(value, $"{path}.parameters", findings) };
                    break;
                case "parametersJsonSchema":
                    tool = tool with { Parameters = value };
                    break;
                default:
                    // What a function gives back, and whether it blocks a live call: the model does as well without knowing.
                    findings.Add($"{path}.{name}", value, isHint: name is "response" or "responseJsonSchema" or "behavior");
                    break;
            }
        }

        if (tool.Name.Length == 0)
        {
            findings.RefuseType($"{path}.name", "the function's name");
        }

        return tool;
    }

    private static ToolChoice? ReadCalling(JsonElement config, GeminiFindings findings)
    {
        const string path = "toolConfig.functionCallingConfig";
        ToolChoice? choice = null;
        var allowed = default(JsonElement?);
        foreach (var (name, value) in GeminiNames.Members(config))
        {
            switch (name)
            {
                case "mode":
                    choice = ReadMode(value, path, findings);
                    break;
                case "allowedFunctionNames":
                    allowed = value;
                    break;
                default:
                    findings.Add($"{path}.{name}", value, isHint: name == "streamFunctionCallArguments");
                    break;
            }
        }

        return allowed is { } names ? Narrow(choice, names, path, findings) : choice;
    }

    private static ToolChoice? ReadMode(JsonElement mode, string path, GeminiFindings findings)
    {
        // Published examples write them in either case.
        switch (findings.Text(mode, path + ".mode")?.ToUpperInvariant())
        {
            case "AUTO":
                return new ToolChoice(ToolChoiceMode.Auto);
            case "ANY":
                return new ToolChoice(ToolChoiceMode.Required);
            case "NONE":
                return new ToolChoice(ToolChoiceMode.None);
            case "VALIDATED":
                // As AUTO, with calls that are sure to match their schemas.
                findings.Add(path + ".mode", mode, isHint: true);
                return new ToolChoice(ToolChoiceMode.Auto);
            case "MODE_UNSPECIFIED" or "":
                return null;
            default:
                findings.RefuseType(path + ".mode", "AUTO, ANY, NONE or VALIDATED");
                return null;
        }
    }

    private static ToolChoice? Narrow(ToolChoice? choice, JsonElement names, string path, GeminiFindings findings)
    {
        var texts = GeminiNames.Items(names).Select(name => findings.Text(name, path + ".allowedFunctionNames")).ToList();
        if (choice is { Mode: ToolChoiceMode.Required } && texts is [{ Length: > 0 } only])
        {
            return choice with { Name = only };
        }

        if (texts.Count > 0)
        {
            findings.Add(path + ".allowedFunctionNames", names);
        }

        return choice;
    }
}
