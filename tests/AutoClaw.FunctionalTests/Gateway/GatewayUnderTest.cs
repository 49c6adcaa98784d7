using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Learning;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Relay;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Models;

namespace AutoClaw.FunctionalTests.Gateway;

/// <summary>
/// The whole gateway on a loopback port that the system chose, with a ledger file of its own, and clients for it. Every test that
/// starts one owns it.
/// </summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    /// <summary>A route that asks the local engine first, whatever the message: no score reaches its threshold.</summary>
    public const string LocalFirst = "local-first";

    public const string KeyId = "tests";

    private readonly string _folder;
    private GatewayApp _app;
    private readonly RecordedLog _log;
    private int _connections;
    private bool _stopped;

    private GatewayUnderTest(string folder, GatewayApp app, RecordedLog log, string apiKey)
    {
        _log = log;
        _folder = folder;
        _app = app;
        ApiKey = apiKey;
        Http = CreateHttp(apiKey);
    }

    public string ApiKey { get; }

    /// <summary>What it was started with.</summary>
    public required GatewayOptions Options { get; init; }

    /// <summary>The API root, with <c>/v1</c>.</summary>
    public Uri BaseUrl => new(_app.BaseUrl, "/v1");

    /// <summary>The administrators' listener.</summary>
    public Uri AdminUrl => _app.AdminUrl!;

    /// <summary>What is in force, with what is under way.</summary>
    public GatewaySnapshot Current => _app.Current;

    /// <summary>Sends the key, over one connection at a time.</summary>
    public HttpClient Http { get; }

    /// <summary>What the gateway's console would show.</summary>
    public Recorded<string> Log => _log.Lines;

    /// <summary>Connections that <see cref="Http"/> has opened.</summary>
    public int Connections => Volatile.Read(ref _connections);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string LedgerPath => Path.Combine(_folder, "ledger.db");

    public static Task<GatewayUnderTest> StartAsync(params EngineOptions[] engines) => StartAsync(options => options, engines);

    /// <param name="configure">Changes what the tests' usual options say.</param>
    /// <param name="engines">The engines, in order.</param>
    public static Task<GatewayUnderTest> StartAsync(Func<GatewayOptions, GatewayOptions> configure, params EngineOptions[] engines) =>
        StartAsync(configure, null, engines);

    /// <param name="configure">Changes what the tests' usual options say.</param>
    /// <param name="verbosity">The least level that everything logs at; null: as a gateway does.</param>
    /// <param name="engines">The engines, in order.</param>
    public static async Task<GatewayUnderTest> StartAsync(Func<GatewayOptions, GatewayOptions> configure, LogLevel? verbosity, params EngineOptions[] engines)
    {
        var folder = Directory.CreateTempSubdirectory("autoclaw-tests-").FullName;
        var apiKey = $"sk-ac-{KeyId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var options = configure(new GatewayOptions
        {
            Listen = new Uri("http://127.0.0.1:0"),
            Auth = new AuthOptions
            {
                Keys = [new ApiKeyOptions(KeyId, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(apiKey))))],
            },
            Engines = engines,
            Routes = [new RouteOptions { Name = LocalFirst, Engines = [.. engines.Select(engine => engine.Id)], Aim = new AimOptions(Threshold: 1) }],
            Ledger = new LedgerOptions(Path.Combine(folder, "ledger.db")),
        });
        var log = new RecordedLog();
        void Logs(ILoggingBuilder logging)
        {
            logging.AddProvider(log);
            if (verbosity is { } level)
            {
                logging.SetMinimumLevel(level).AddFilter(null, level).AddFilter("AutoClaw", level).AddFilter("Microsoft", level).AddFilter("System", level);
            }
        }

        return new GatewayUnderTest(folder, await GatewayApp.StartAsync(options, Logs, Cancellation), log, apiKey)
        {
            Options = options,
        };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What it has written beside its ledger.</summary>
    public string[] Files(string pattern) => Directory.GetFiles(_folder, pattern);

    /// <summary>Puts other options into force while it runs.</summary>
    public bool Apply(GatewayOptions options) => _app.Apply(options);

    /// <summary>Stops the gateway: answers under way may end first.</summary>
    public async Task StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await _app.DisposeAsync();
        }
    }

    /// <summary>Stops the gateway and starts another one with the same options and the same ledger, on another port.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _app = await GatewayApp.StartAsync(Options, logging => logging.AddProvider(_log), Cancellation);
        _stopped = false;
    }

    /// <summary>What is settled by now. Whoever has an answer to its end has its attempts in here.</summary>
    public IReadOnlyList<LedgerRow> Ledger() => LedgerRow.ReadAll(LedgerPath);

    /// <summary>The labels that are kept by now.</summary>
    public IReadOnlyList<LabelRow> Labels() => LabelRow.ReadAll(LedgerPath);

    /// <summary>What <c>autoclaw usage</c> would say by now.</summary>
    public UsageReport Usage() => UsageReport.Read(LedgerPath, new UsageQuery(UsageGrouping.Engine))!;

    /// <summary>Everything there will ever be: stops the gateway first, which settles what is under way.</summary>
    public async Task<IReadOnlyList<LedgerRow>> StopAndReadLedgerAsync()
    {
        await StopAsync();
        return Ledger();
    }

    /// <summary>Reservations that nothing has settled: none, once the gateway has stopped.</summary>
    public long OpenReservations()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = LedgerPath, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        connection.Open();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM reservation";
        return (long)count.ExecuteScalar()!;
    }

    /// <summary>Holds the ledger's file as another program could, until disposed: nothing can be written meanwhile.</summary>
    public IDisposable LockLedger()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = LedgerPath, Pooling = false }.ToString());
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        return connection;
    }

    /// <summary>The official client, as an application sets it up. It tries nothing twice, so that each call is one request.</summary>
    public OpenAIClient OpenAI(string? apiKey = null) => new(new ApiKeyCredential(apiKey ?? ApiKey), new OpenAIClientOptions
    {
        Endpoint = BaseUrl,
        RetryPolicy = new ClientRetryPolicy(0),
    });

    public ChatClient Chat(string model) => OpenAI().GetChatClient(model);

    public EmbeddingClient Embeddings(string model) => OpenAI().GetEmbeddingClient(model);

    public OpenAIModelClient Models() => OpenAI().GetOpenAIModelClient();

    /// <summary>Posts a chat request and reads the whole answer.</summary>
    public Task<HttpAnswer> PostChatAsync(string body, params (string Name, string Value)[] headers)
        => PostAsync("chat/completions", Encoding.UTF8.GetBytes(body), headers);

    /// <summary>Posts these bytes as JSON and reads the whole answer.</summary>
    public async Task<HttpAnswer> PostAsync(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = Request(path, body, headers);
        using var response = await Http.SendAsync(request, Cancellation);
        return await HttpAnswer.ReadAsync(response, Cancellation);
    }

    public async Task<HttpAnswer> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(_app.BaseUrl, path), Cancellation);
        return await HttpAnswer.ReadAsync(response, Cancellation);
    }

    /// <summary>Returns when this many requests wait in the gateway for its engines, as its metrics say.</summary>
    public async Task UntilWaitingAsync(int count)
    {
        // Over a connection of its own: the one of Http may be held by a request that waits.
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = Http.DefaultRequestHeaders.Authorization;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (Waiting(await http.GetStringAsync(new Uri(_app.BaseUrl, "/metrics"), limit.Token)) != count)
        {
        }
    }

    /// <summary>Posts a chat request and returns when the answer's head is there.</summary>
    public async Task<StreamedAnswer> StreamChatAsync(string body, params (string Name, string Value)[] headers)
    {
        using var request = Request("chat/completions", Encoding.UTF8.GetBytes(body), headers);
        var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        return new StreamedAnswer(response, await response.Content.ReadAsStreamAsync(Cancellation), Cancellation);
    }

    /// <summary>For a test that sends by itself.</summary>
    public HttpRequestMessage ChatRequest(string body) => Request("chat/completions", Encoding.UTF8.GetBytes(body), []);

    private static int Waiting(string metrics) => metrics.Split('\n')
        .Where(line => line.StartsWith("autoclaw_engine_queue_depth{", StringComparison.Ordinal))
        .Sum(line => int.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));

    private HttpRequestMessage Request(string path, byte[] body, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{BaseUrl}/{path}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private HttpClient CreateHttp(string apiKey)
    {
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 1,
            UseProxy = false,
            ConnectCallback = async (context, cancellation) =>
            {
                Interlocked.Increment(ref _connections);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return client;
    }
}
