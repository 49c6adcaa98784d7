using System.Buffers;
using System.Text.Json.Nodes;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Gateway.Relay;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Cli.Simulator;

/// <summary>Anthropic's <c>count_tokens</c> and Gemini's <c>countTokens</c>: what the usage of an answer would say.</summary>
internal sealed class TokenCountEndpoint(SimulatorServerOptions options)
{
    public async Task AnswerAsync(HttpContext http)
    {
        using var body = await RequestBody.ReadAsync(http);
        var (tokens, error) = Count(http.Request, body.Memory);
        if (error is not null)
        {
            await Reply.ErrorAsync(http, error);
            return;
        }

        using var output = new PooledBytes(64);
        if (ClientDialect.Of(http.Request) == ClientDialect.Gemini)
        {
            GeminiAnswers.WriteCount(output, tokens);
        }
        else
        {
            AnthropicTokenCount.Write(output, tokens);
        }

        await Reply.WholeAsync(http, 200, Reply.Json, output.WrittenMemory);
    }

    private (int Tokens, SimulatorError? Error) Count(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var target = GeminiPath.TargetOf(request);
        EnvelopeProblem? problem;
        var sound = target is null
            ? AnthropicRequestScanner.TryScanCount(body, out _, out problem)
            : GeminiRequestScanner.TryScanCount(body, target.Model, out _, out problem);
        if (!sound)
        {
            return (0, SimulatorError.Invalid(problem!.Message, problem.Param, problem.Code));
        }

        var root = JsonNode.Parse(body.Span)!;
        if (target is null)
        {
            // The one field that an answer needs and a count does not have.
            root["max_tokens"] = 1;
        }

        var whole = new ArrayBufferWriter<byte>(body.Length + 32);
        using (var writer = new System.Text.Json.Utf8JsonWriter(whole))
        {
            (target is null ? root : root["generateContentRequest"] ?? root).WriteTo(writer);
        }

        var (call, error) = new WireDialect(request, options).Read(request, whole.WrittenMemory, faultMarkers: false, out _);
        return (call?.PromptTokens ?? 0, error);
    }
}
