using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Gateway.Relay;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AutoClaw.Cli.Simulator;

/// <summary>
/// The simulator's paths, directly on Kestrel: no host, no middleware, no routing. It has to be much faster than the gateways that are
/// measured against it.
/// </summary>
internal sealed class SimulatorApplication : IHttpApplication<HttpContext>
{
    public const string ChatPath = "/v1/chat/completions";

    private const string EmbeddingsPath = "/v1/embeddings";

    private const string CountPath = "/v1/messages/count_tokens";

    private static readonly byte[] Ok = "ok"u8.ToArray();

    private readonly SimulatorCounters _counters = new();
    private readonly ChatEndpoint _chat;
    private readonly TokenCountEndpoint _tokens;
    private readonly EmbeddingsEndpoint _embeddings;
    private readonly SimulatedModels _models;
    private readonly byte[]? _key;

    public SimulatorApplication(SimulatorServerOptions options)
    {
        Fault = options.Fault;
        _chat = new ChatEndpoint(options);
        _tokens = new TokenCountEndpoint(options);
        _embeddings = new EmbeddingsEndpoint(options);
        _models = new SimulatedModels(options);
        _key = options.ApiKey is { } key ? Encoding.UTF8.GetBytes(key) : null;
    }

    /// <summary>Raised once, when <see cref="SimulatorFaultKind.RefuseAfter"/> has had its requests.</summary>
    public event Action? Exhausted;

    public SimulatorFault? Fault { get; set; }

    public SimulatorStats Stats => _counters.Read();

    public HttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel keeps a slot for the context on each connection, so that it need not be allocated for each request.
        if (contextFeatures is IHostContextContainer<HttpContext> container)
        {
            if (container.HostContext is DefaultHttpContext reused)
            {
                reused.Initialize(contextFeatures);
                return reused;
            }

            return container.HostContext = new DefaultHttpContext(contextFeatures);
        }

        return new DefaultHttpContext(contextFeatures);
    }

    public void DisposeContext(HttpContext context, Exception? exception) => ((DefaultHttpContext)context).Uninitialize();

    public Task ProcessRequestAsync(HttpContext context)
    {
        var request = context.Request;
        switch (request.Path.Value)
        {
            case ChatPath or "/v1/responses" or "/v1/messages" or EmbeddingsPath when HttpMethods.IsPost(request.Method):
                return CountAsync(context);
            case CountPath when HttpMethods.IsPost(request.Method):
                return CountTokensAsync(context);
            case "/v1/models" or GeminiPath.Models when HttpMethods.IsGet(request.Method):
                return Reply.WholeAsync(context, 200, Reply.Json, _models.In(ClientDialect.Of(request).Wire.Name));
            case "/simulator/stats" when HttpMethods.IsGet(request.Method):
                return Reply.WholeAsync(context, 200, Reply.Json, JsonSerializer.SerializeToUtf8Bytes(Stats, Terminal.Json));
            case "/healthz" when HttpMethods.IsGet(request.Method):
                return Reply.WholeAsync(context, 200, "text/plain", Ok);
            case { } when HttpMethods.IsPost(request.Method) && GeminiPath.TargetOf(request) is { } target:
                return target.Method == GeminiMethod.CountTokens ? CountTokensAsync(context) : CountAsync(context);
            case ChatPath or "/v1/responses" or "/v1/messages" or CountPath or EmbeddingsPath or "/v1/models" or GeminiPath.Models or "/simulator/stats" or "/healthz":
                return Reply.ErrorAsync(context, new SimulatorError(405, "invalid_request_error", $"{request.Method} is not allowed here.", null, "method_not_allowed"));
            default:
                return Reply.ErrorAsync(context, new SimulatorError(404, "invalid_request_error", $"Unknown path: {request.Method} {request.Path}", null, "unknown_url"));
        }
    }

    private async Task CountAsync(HttpContext context)
    {
        var settlement = new Settlement(_counters);
        var fault = Fault;
        try
        {
            if (fault is { Kind: SimulatorFaultKind.RefuseAfter } && Refuses(context, settlement, fault.Amount))
            {
                return;
            }

            if (!IsAuthorized(context.Request))
            {
                settlement.Reject();
                await Reply.ErrorAsync(context, WrongKey(context.Request));
                return;
            }

            await (context.Request.Path.Value == EmbeddingsPath
                ? _embeddings.AnswerAsync(context, settlement, fault)
                : _chat.AnswerAsync(context, settlement, fault));
        }
        catch (BadHttpRequestException e)
        {
            settlement.Reject();
            await Reply.ErrorAsync(context, new SimulatorError(e.StatusCode, "invalid_request_error", e.Message, null, null));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            settlement.Cancel(0);
        }
        finally
        {
            // Nothing may stay in flight, whatever went wrong above.
            settlement.Fail(0);
        }
    }

    private bool Refuses(HttpContext context, Settlement settlement, int requests)
    {
        if (settlement.Number > requests)
        {
            settlement.Fail(0);
            context.Abort();
            return true;
        }

        if (settlement.Number == requests)
        {
            context.Response.Headers.Connection = "close";
            Exhausted?.Invoke();
        }

        return false;
    }

    // Not a request for an answer, so that it is neither counted nor made to fail.
    private async Task CountTokensAsync(HttpContext context)
    {
        try
        {
            await (IsAuthorized(context.Request) ? _tokens.AnswerAsync(context) : Reply.ErrorAsync(context, WrongKey(context.Request)));
        }
        catch (BadHttpRequestException e)
        {
            await Reply.ErrorAsync(context, new SimulatorError(e.StatusCode, "invalid_request_error", e.Message, null, null));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    private bool IsAuthorized(HttpRequest request) =>
        _key is null || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(KeyOf(request) ?? ""), _key);

    // Each dialect's clients send it where their API wants it.
    private static string? KeyOf(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(scheme, StringComparison.Ordinal) ? authorization[scheme.Length..]
            : request.Headers.TryGetValue("x-api-key", out var anthropic) ? anthropic.ToString()
            : request.Headers.TryGetValue("x-goog-api-key", out var google) ? google.ToString()
            : request.Query["key"];
    }

    // Google answers a key that it does not know like any other mistake.
    private static SimulatorError WrongKey(HttpRequest request) => ClientDialect.Of(request) == ClientDialect.Gemini
        ? SimulatorError.Invalid("API key not valid. Please pass a valid API key.", null, "API_KEY_INVALID")
        : new SimulatorError(401, "invalid_request_error", "Incorrect API key provided.", null, "invalid_api_key");
}
