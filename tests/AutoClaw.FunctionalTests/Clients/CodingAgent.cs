using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Clients;

/// <summary>
/// A command-line agent in a folder of its own, without this machine's settings, and with a proxy for everything but the loopback that only
/// notes who is asked for: it can reach the gateway and nothing else.
/// </summary>
internal sealed class CodingAgent : IAsyncDisposable
{
    private static readonly string Modules = Path.Combine(NodeClients.Folder, "agents", "node_modules");

    private readonly CliFolder _folder = new();
    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);
    private readonly Task _noting;
    private readonly string _program;
    private readonly Func<string, string[]> _arguments;

    private CodingAgent(string program, Func<string, string[]> arguments)
    {
        (_program, _arguments) = (program, arguments);
        _proxy.Start();
        _noting = NoteAsync();
        var proxy = $"http://{_proxy.LocalEndpoint}";
        Work = Directory.CreateDirectory(In("work")).FullName;
        foreach (var name in (string[])["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"])
        {
            _folder.Environment[name] = proxy;
        }

        _folder.Environment["NO_PROXY"] = _folder.Environment["no_proxy"] = "127.0.0.1,localhost";
        _folder.Environment["HOME"] = Directory.CreateDirectory(In("home")).FullName;
        _folder.Environment["NODE_OPTIONS"] = null;
    }

    /// <summary>What it asked the proxy for, each a request line; it should be nothing.</summary>
    public ConcurrentQueue<string> Outside { get; } = new();

    /// <summary>Where it works.</summary>
    public string Work { get; }

    /// <summary>OpenAI's, which speaks Responses.</summary>
    public static CodingAgent Codex(GatewayUnderTest gateway)
    {
        var agent = new CodingAgent(Require("codex", "@openai", "codex-linux-*"), task => ["exec", "--skip-git-repo-check", task]);
        agent._folder.Write("codex/config.toml", $"""
            model = "gpt-5"
            model_provider = "autoclaw"
            web_search = "disabled"
            check_for_update_on_startup = false
            approval_policy = "never"
            sandbox_mode = "danger-full-access"

            [model_providers.autoclaw]
            name = "AutoClaw"
            base_url = "{gateway.BaseUrl}"
            env_key = "AUTOCLAW_KEY"
            wire_api = "responses"

            [analytics]
            enabled = false

            [otel]
            exporter = "none"

            [features]
            apps = false
            multi_agent = false
            plugins = false
            remote_plugin = false
            """);
        agent._folder.Environment["CODEX_HOME"] = agent.In("codex");
        agent._folder.Environment["AUTOCLAW_KEY"] = gateway.ApiKey;
        return agent;
    }

    /// <summary>Anthropic's, which speaks Messages.</summary>
    public static CodingAgent ClaudeCode(GatewayUnderTest gateway)
    {
        var agent = new CodingAgent(Require("claude", "@anthropic-ai", "claude-code-linux-*"), task => ["-p", task, "--model", "claude-sonnet-5-5", "--allowedTools", "Write"]);
        agent._folder.Environment["CLAUDE_CONFIG_DIR"] = Directory.CreateDirectory(agent.In("claude")).FullName;
        agent._folder.Environment["ANTHROPIC_BASE_URL"] = gateway.BaseUrl.GetLeftPart(UriPartial.Authority);
        agent._folder.Environment["ANTHROPIC_API_KEY"] = gateway.ApiKey;
        foreach (var name in (string[])["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "DISABLE_TELEMETRY", "DISABLE_ERROR_REPORTING", "DISABLE_AUTOUPDATER"])
        {
            agent._folder.Environment[name] = "1";
        }

        return agent;
    }

    /// <summary>Gives it one task and waits until it is done.</summary>
    public async Task<CliResult> RunAsync(string task) =>
        await CliProcess.RunAsync(_folder, "bash", ["-c", "cd work && exec \"$0\" \"$@\"", _program, .. _arguments(task)], "");

    public async ValueTask DisposeAsync()
    {
        _proxy.Stop();
        await _noting;
        _proxy.Dispose();
        _folder.Dispose();
    }

    private async Task NoteAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _proxy.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream());
                Outside.Enqueue(await reader.ReadLineAsync() ?? "a connection");
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    // npm brings the program for this machine as a package of its own.
    private static string Require(string program, string scope, string package)
    {
        var found = Directory.Exists(Path.Combine(Modules, scope))
            ? Directory.EnumerateDirectories(Path.Combine(Modules, scope), package).SelectMany(folder => Directory.EnumerateFiles(folder, program, SearchOption.AllDirectories)).FirstOrDefault()
            : null;
        Assert.SkipUnless(found is not null, $"no {program} for this machine: run scripts/install-clients.sh clients/agents");
        return found!;
    }
}
