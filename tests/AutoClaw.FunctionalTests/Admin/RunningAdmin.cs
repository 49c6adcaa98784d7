using System.Text.Json;
using AutoClaw.FunctionalTests.Verbs;
using AutoClaw.Gateway.Auth;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary>One <c>autoclaw up</c> with a file that has an admin listener, for the tests of what needs a whole process.</summary>
public sealed class RunningAdmin : IAsyncLifetime
{
    private readonly ApiKey _write = ApiKey.CreateAdmin();
    private CliProcess? _up;

    internal CliFolder Folder { get; } = new();

    internal string Key => _write.Value;

    /// <summary>The admin listener, without a path.</summary>
    internal string AdminUrl => Report.GetProperty("admin_url").GetString()!;

    /// <summary>What <c>up --json</c> printed.</summary>
    internal JsonElement Report { get; private set; }

    internal string Config => RunningGateway.Config + "\n" + $$"""
        admin:
          listen: http://127.0.0.1:0
          keys:
            - {id: {{_write.Id}}, hash: "{{KeyHash.Of(Key)}}", scope: write}
        """;

    public async ValueTask InitializeAsync()
    {
        Folder.Write("autoclaw.yaml", Config);
        _up = CliProcess.Start(Folder, "up", "--port", "0", "--json");
        await _up.Output.FirstAsync(line => line == "}", CancellationToken.None);
        using var report = JsonDocument.Parse(_up.OutputText);
        Report = report.RootElement.Clone();
        Folder.Environment["AUTOCLAW_URL"] = Report.GetProperty("base_url").GetString();
        Folder.Environment["AUTOCLAW_ADMIN_URL"] = AdminUrl;
        Folder.Environment["AUTOCLAW_ADMIN_KEY"] = Key;
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
