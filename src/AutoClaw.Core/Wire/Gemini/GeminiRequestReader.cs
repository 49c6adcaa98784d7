using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Reads a <c>generateContent</c> request into the neutral form.</summary>
internal static class GeminiRequestReader
{
    /// <param name="body">A body that was found sound.</param>
    /// <param name="request">What it says. Its model is what the body says, which is nothing in most: it is in the path.</param>
    /// <param name="problem">The field that can't be understood.</param>
    public static bool TryRead(ReadOnlyMemory<byte> body, out ChatRequest? request, out EnvelopeProblem? problem)
    {
        request = null;
        if (RequestBody.TryParse(body, out var root, out problem))
        {
            var findings = new GeminiFindings();
            var read = Read(root, findings);
            problem = findings.Problem;
            request = problem is null ? read : null;
        }

        return problem is null;
    }

    private static ChatRequest Read(JsonElement root, GeminiFindings findings)
    {
        var messages = new GeminiContentReader(findings);
        var request = new ChatRequest { Model = "", Messages = [] };
        foreach (var (name, value) in GeminiNames.Members(root))
        {
            switch (name)
            {
                case "model":
                    request = request with { Model = ModelName(findings.Text(value, name) ?? "") };
                    break;
                case "contents":
                    messages.ReadContents(value);
                    break;
                case "systemInstruction":
                    messages.ReadSystem(value);
                    break;
                case "generationConfig":
                    request = GeminiConfigReader.Read(value, request, findings);
                    break;
                case "tools":
                    request = request with { Tools = GeminiToolReader.ReadTools(value, findings) };
                    break;
                case "toolConfig":
                    request = request with { ToolChoice = GeminiToolReader.ReadChoice(value, findings) };
                    break;
                default:
                    findings.Add(name, value, isHint: name is "labels" or "serviceTier" or "store");
                    break;
            }
        }

        return request with { Messages = messages.Messages, Foreign = findings.Foreign };
    }

    private static string ModelName(string name) => name.StartsWith("models/", StringComparison.Ordinal) ? name["models/".Length..] : name;
}
