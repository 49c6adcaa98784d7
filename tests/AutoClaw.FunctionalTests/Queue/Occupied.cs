using System.Text;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Queue;

/// <summary>
/// Keeps the one slot of an engine: what asks for it now waits. The engine has answered one call before, so that it is known how long.
/// </summary>
internal sealed class Occupied : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _leave = new();
    private Task _call = Task.CompletedTask;

    private Occupied()
    {
    }

    /// <summary>What the engine has to do for it: answer once, then hang, then answer.</summary>
    public static Func<ScriptedExchange, Task>[] Scripts => [Script.Answers("one", " two"), Script.HangsAfter("three"), Script.Answers("four")];

    /// <summary>An engine that gets one call at a time.</summary>
    public static EngineOptions OneSlot(ScriptedEngine engine, string id = TestEngine.LocalId) =>
        TestEngine.Local(engine) with { Id = id, Queue = new QueueOptions { Slots = 1 } };

    /// <param name="gateway">Has the engine.</param>
    /// <param name="engine">Answers by <see cref="Scripts"/>.</param>
    /// <param name="id">Its id: both calls are pinned to it.</param>
    /// <param name="held">Which request to the engine is the one that is kept, from 0.</param>
    public static async Task<Occupied> StartAsync(GatewayUnderTest gateway, ScriptedEngine engine, string id = TestEngine.LocalId, int held = 1)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var occupied = new Occupied();
        Assert.Equal(200, (int)(await gateway.PostChatAsync(Ask(id))).Status);
        occupied._call = occupied.HoldAsync(gateway, id);
        await engine.Requests.AtAsync(held, cancellation);
        return occupied;
    }

    public static string Ask(string model, bool stream = false) =>
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Say one."}]}""";

    /// <summary>What /v1/route says.</summary>
    public static async Task<System.Text.Json.Nodes.JsonNode> RouteAsync(GatewayUnderTest gateway, string model) =>
        (await gateway.PostAsync("route", Encoding.UTF8.GetBytes(Ask(model)))).Json;

    /// <summary>Over a connection of its own: the gateway's usual client has one, and what waits keeps it.</summary>
    public static async Task<HttpAnswer> SendAsync(GatewayUnderTest gateway, HttpClient http, string body, params (string Name, string Value)[] headers)
    {
        using var request = gateway.ChatRequest(body);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {gateway.ApiKey}");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpAnswer.ReadAsync(answer, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _call);
        _leave.Dispose();
        _http.Dispose();
    }

    private async Task HoldAsync(GatewayUnderTest gateway, string id)
    {
        using var request = gateway.ChatRequest(Ask(id));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {gateway.ApiKey}");
        using var answer = await _http.SendAsync(request, _leave.Token);
    }
}
