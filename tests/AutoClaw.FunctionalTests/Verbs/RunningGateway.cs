using System.Text.Json;

namespace AutoClaw.FunctionalTests.Verbs;

/// <summary>One <c>autoclaw up --json</c> with simulators at full speed, shared by the tests of the verbs that speak to it.</summary>
public sealed class RunningGateway : IAsyncLifetime
{
    internal const string Config = """
        auth:
          allow_anonymous_loopback: true
        engines:
          local:
            kind: simulator
            place: local
            model: simulated-local
            price: {input: 0, output: 0}
            simulator: {ttft: 0ms, tokens_per_second: 0, output_tokens: 20}
          cloud:
            kind: simulator
            place: cloud
            model: simulated-cloud
            price: {input: 2, output: 8}
            simulator: {ttft: 0ms, tokens_per_second: 0, output_tokens: 20}
        routes:
          auto:
            engines: [local, cloud]
        """;

    private CliProcess? _up;

    internal CliFolder Folder { get; } = new();

    /// <summary>The API root, with <c>/v1</c>.</summary>
    internal string BaseUrl => Report.GetProperty("base_url").GetString()!;

    /// <summary>What <c>up --json</c> printed.</summary>
    internal JsonElement Report { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Folder.Write("autoclaw.yaml", Config);
        _up = CliProcess.Start(Folder, "up", "--port", "0", "--json");
        await _up.Output.FirstAsync(line => line == "}", CancellationToken.None);
        using var report = JsonDocument.Parse(_up.OutputText);
        Report = report.RootElement.Clone();
        Folder.Environment["AUTOCLAW_URL"] = BaseUrl;
    }

    public async ValueTask DisposeAsync()
    {
        if (_up is not null)
        {
            await _up.DisposeAsync();
        }

        Folder.Dispose();
    }
}
