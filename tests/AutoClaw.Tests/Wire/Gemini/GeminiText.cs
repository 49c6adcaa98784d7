using System.Buffers;
using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Wire.Gemini;

/// <summary>Bodies and answers as text, for tests to compare.</summary>
internal static class GeminiText
{
    public static string Of(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static JsonElement Json(string text) => JsonElement.Parse(Encoding.UTF8.GetBytes(text));

    public static ChatRequest Read(string body)
    {
        Assert.True(new GeminiWire().TryRead(Encoding.UTF8.GetBytes(body), out var request, out var problem), problem?.Message);
        return request!;
    }

    public static string Write(ChatRequest request, out Losses losses, string model = "gemini-2.5-flash")
    {
        var found = new Losses();
        var body = Of(output => new GeminiWire().Write(request, model, output, found));
        losses = found;
        return body;
    }

    /// <summary>Everything in a request that a comparison needs, as one text.</summary>
    public static string Describe(ChatRequest request)
    {
        var text = new StringBuilder();
        foreach (var message in request.Messages)
        {
            text.Append(message.Role).Append(' ').Append(message.Name).Append(": ").AppendLine(string.Join(" | ", message.Parts.Select(Describe)));
        }

        foreach (var tool in request.Tools)
        {
            text.AppendLine(tool.ToString());
        }

        text.AppendJoin(", ", request.Stop.Select(stop => $"'{stop}'")).AppendLine();
        text.AppendLine($"{request.ToolChoice} {request.ParallelToolCalls} {request.ResponseFormat} {request.Reasoning}");
        text.AppendLine($"{request.MaxOutputTokens} {request.Temperature} {request.TopP} {request.TopK} {request.PresencePenalty} {request.FrequencyPenalty}");
        text.AppendLine($"{request.Seed} {request.Choices} {request.TopLogprobs} {request.EndUser} {request.Model}");
        text.AppendJoin(", ", request.Foreign.Select(field => field.ToString()));
        return text.ToString();
    }

    private static string Describe(ChatPart part) => part is ChatPart.ToolResult result
        ? $"ToolResult {result.CallId} {result.IsError} [{string.Join(" | ", result.Content.Select(Describe))}]"
        : part.ToString();
}
