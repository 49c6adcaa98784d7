using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Reads the parts of messages.</summary>
internal sealed class GeminiPartReader(GeminiFindings findings)
{
    private readonly GeminiCallIds _ids = new();

    /// <summary>Adds what <paramref name="part"/>, an object, says to <paramref name="parts"/>.</summary>
    public void Read(JsonElement part, string path, List<ChatPart> parts)
    {
        var state = ReadState(part, path);
        var isThought = GeminiNames.Find(part, "thought") is { } thought && findings.Flag(thought, path + ".thought") == true;
        var count = parts.Count;
        foreach (var (name, value) in GeminiNames.Members(part))
        {
            switch (name)
            {
                case "thought" or "thoughtSignature":
                    break;
                case "text" when value.ValueKind != JsonValueKind.String:
                    findings.RefuseType(path + ".text", "a string");
                    break;
                case "text":
                    // Nothing said; clients send such a part back where a stream ended with one.
                    var text = new ChatText(value);
                    if (!text.IsEmpty || state is not null)
                    {
                        parts.Add(TextOf(text, isThought, state));
                    }

                    break;
                case "inlineData" or "fileData":
                    parts.Add(GeminiMediaReader.Read(name, value, path, findings));
                    break;
                case "functionCall":
                    parts.Add(ReadCall(value, path + ".functionCall", state));
                    break;
                case "functionResponse":
                    parts.Add(ReadResult(value, path + ".functionResponse"));
                    break;
                case "executableCode" or "codeExecutionResult" or "toolCall" or "toolResponse" or "audioTranscription":
                    parts.Add(new ChatPart.Foreign(WireName.Gemini, name, part));
                    return;
                default:
                    findings.Add($"{path}.{name}", value, isHint: name == "partMetadata");
                    break;
            }
        }

        if (state is null)
        {
            return;
        }

        if (parts.Count == count)
        {
            parts.Add(new ChatPart.Reasoning("", state));
        }
        else if (parts[^1] is not (ChatPart.Text or ChatPart.Reasoning or ChatPart.ToolCall))
        {
            findings.Add(path + ".thoughtSignature", GeminiNames.Find(part, "thoughtSignature")!.Value, isHint: true);
        }
    }

    private static ChatPart TextOf(ChatText text, bool isThought, OpaqueState? state) =>
        isThought || (text.IsEmpty && state is not null)
            ? new ChatPart.Reasoning(text.ToString(), state)
            : new ChatPart.Text(text) { State = state };

    private OpaqueState? ReadState(JsonElement part, string path) =>
        GeminiNames.Find(part, "thoughtSignature") is { } signature && findings.Text(signature, path + ".thoughtSignature") is { Length: > 0 } value
            ? GeminiSignature.Read(value)
            : null;

    private ChatPart.ToolCall ReadCall(JsonElement call, string path, OpaqueState? state)
    {
        var name = ReadName(call, path);
        foreach (var (member, value) in GeminiNames.Members(call))
        {
            if (member is not ("id" or "name" or "args"))
            {
                findings.Add($"{path}.{member}", value);
            }
        }

        var arguments = GeminiNames.Find(call, "args") is { } args ? args.GetRawText() : "{}";
        return new ChatPart.ToolCall(_ids.OfCall(GeminiNames.Text(call, "id"), name), name, arguments, state);
    }

    private ChatPart.ToolResult ReadResult(JsonElement result, string path)
    {
        var name = ReadName(result, path);
        var content = new List<ChatPart>();
        var isError = false;
        foreach (var (member, value) in GeminiNames.Members(result))
        {
            switch (member)
            {
                case "id" or "name":
                    break;
                case "response":
                    (var text, isError) = ReadResponse(value);
                    content.Insert(0, new ChatPart.Text(text));
                    break;
                case "parts":
                    content.AddRange(GeminiNames.Items(value).SelectMany((item, index) => ReadMedia(item, $"{path}.parts[{index}]")));
                    break;
                default:
                    findings.Add($"{path}.{member}", value);
                    break;
            }
        }

        return new ChatPart.ToolResult(_ids.OfResult(GeminiNames.Text(result, "id"), name), content, isError);
    }

    // The API's reference names "output" and "error" as what a model reads a result by; anything else is read as the JSON that it is.
    private static (ChatText Text, bool IsError) ReadResponse(JsonElement response)
    {
        if (response.ValueKind == JsonValueKind.Object && response.EnumerateObject().ToList() is [{ Value.ValueKind: JsonValueKind.String } only]
            && only.Name is "output" or "error")
        {
            return (new ChatText(only.Value), only.Name == "error");
        }

        return (response.GetRawText(), false);
    }

    private IEnumerable<ChatPart> ReadMedia(JsonElement part, string path)
    {
        foreach (var (name, value) in GeminiNames.Members(part))
        {
            if (name is "inlineData" or "fileData")
            {
                yield return GeminiMediaReader.Read(name, value, path, findings);
            }
            else
            {
                findings.Add($"{path}.{name}", value);
            }
        }
    }

    private string ReadName(JsonElement element, string path)
    {
        if (GeminiNames.Text(element, "name") is { Length: > 0 } name)
        {
            return name;
        }

        findings.RefuseType(path + ".name", "the function's name");
        return "";
    }
}
