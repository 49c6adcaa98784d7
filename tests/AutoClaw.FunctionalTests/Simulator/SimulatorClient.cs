using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using AutoClaw.Cli.Simulator;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

// OpenAI marks its client for Responses as one that may still change.
#pragma warning disable OPENAI001

namespace AutoClaw.FunctionalTests.Simulator;

/// <summary>A simulator and the two ways in which the tests speak to it: the official client, and raw HTTP.</summary>
internal sealed class SimulatorClient : IAsyncDisposable
{
    private SimulatorClient(SimulatorServer server)
    {
        Server = server;
        Http = new HttpClient { BaseAddress = new Uri($"{server.BaseUrl}/"), Timeout = TimeSpan.FromSeconds(60) };
    }

    public SimulatorServer Server { get; }

    public HttpClient Http { get; }

    /// <summary>The OpenAI client, without retries: a fault has to show at once.</summary>
    public OpenAIClient OpenAi => new(
        new ApiKeyCredential("test-key"),
        new OpenAIClientOptions { Endpoint = Server.BaseUrl, RetryPolicy = new ClientRetryPolicy(0) });

    public ChatClient Chat => OpenAi.GetChatClient("any");

    public ResponsesClient Responses => OpenAi.GetResponsesClient();

    public static async Task<SimulatorClient> StartAsync(SimulatorServerOptions? options = null) =>
        new(await SimulatorServer.StartAsync(options ?? new SimulatorServerOptions(), TestContext.Current.CancellationToken));

    public static Task<SimulatorClient> StartAsync(string fault) =>
        StartAsync(new SimulatorServerOptions { Fault = SimulatorFault.Parse(fault) ?? throw new ArgumentException(fault, nameof(fault)) });

    /// <summary>Posts a chat request; the answer's headers have arrived, its body may be under way.</summary>
    public async Task<HttpResponseMessage> PostAsync(string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}
