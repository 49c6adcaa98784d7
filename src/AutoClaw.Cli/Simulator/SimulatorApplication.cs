using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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
    private static readonly byte[] Ok = "ok"u8.ToArray();

    private readonly SimulatorCounters _counters = new();
    private readonly ChatEndpoint _chat;
    private readonly EmbeddingsEndpoint _embeddings;
    private readonly byte[]? _authorization;
    private readonly byte[] _models;

    public SimulatorApplication(SimulatorServerOptions options)
    {
        Fault = options.Fault;
        _chat = new ChatEndpoint(options);
        _embeddings = new EmbeddingsEndpoint(options);
        _authorization = options.ApiKey is { } key ? Encoding.UTF8.GetBytes($"Bearer {key}") : null;
        _models = JsonSerializer.SerializeToUtf8Bytes(new
        {
            @object = "list",
            data = new[]
            {
                new
                {
                    id = options.Model,
                    @object = "model",
                    created = options.Time.GetUtcNow().ToUnixTimeSeconds(),
                    owned_by = "autoclaw-simulator",
                    simulated = true,
                },
            },
        });
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
            case "/v1/chat/completions" when HttpMethods.IsPost(request.Method):
            case "/v1/embeddings" when HttpMethods.IsPost(request.Method):
                return CountAsync(context);
            case "/v1/models" when HttpMethods.IsGet(request.Method):
                return Reply.WholeAsync(context, 200, Reply.Json, _models);
            case "/simulator/stats" when HttpMethods.IsGet(request.Method):
                return Reply.WholeAsync(context, 200, Reply.Json, JsonSerializer.SerializeToUtf8Bytes(Stats, Terminal.Json));
            case "/healthz" when HttpMethods.IsGet(request.Method):
                return Reply.WholeAsync(context, 200, "text/plain", Ok);
            case "/v1/chat/completions" or "/v1/embeddings" or "/v1/models" or "/simulator/stats" or "/healthz":
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

            if (!IsAuthorized(context))
            {
                settlement.Reject();
                await Reply.ErrorAsync(context, new SimulatorError(401, "invalid_request_error", "Incorrect API key provided.", null, "invalid_api_key"));
                return;
            }

            await (context.Request.Path.Value!.Length == "/v1/embeddings".Length
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

    private bool IsAuthorized(HttpContext context) =>
        _authorization is null
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()), _authorization);
}
