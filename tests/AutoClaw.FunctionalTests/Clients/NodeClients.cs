using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Clients;

/// <summary>Finds node and what <c>scripts/install-clients.sh</c> installed into <c>clients/node_modules</c>.</summary>
internal static class NodeClients
{
    private static readonly string? Node = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "node"))
        .FirstOrDefault(File.Exists);

    public static string Folder { get; } = Path.Combine(Repository.Root, "clients");

    /// <summary>The calling test is skipped where node or the packages are absent, which it says.</summary>
    public static void Require()
    {
        Assert.SkipUnless(Node is not null, "no node in the PATH: install Node.js 20 or newer, then run scripts/install-clients.sh");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "openai")), "the clients' packages are absent: run scripts/install-clients.sh");
    }

    /// <summary>Runs one of the scripts in <c>clients/</c> to its end, without this machine's keys.</summary>
    public static async Task<CliResult> RunAsync(string script, GatewayUnderTest gateway, Uri slowEngine)
    {
        using var folder = new CliFolder();
        folder.Environment["AUTOCLAW_URL"] = gateway.BaseUrl.GetLeftPart(UriPartial.Authority);
        folder.Environment["AUTOCLAW_KEY"] = gateway.ApiKey;
        folder.Environment["AUTOCLAW_SLOW_ENGINE"] = slowEngine.GetLeftPart(UriPartial.Authority);
        foreach (var name in (string[])["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NODE_OPTIONS", "GOOGLE_API_KEY", "LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"])
        {
            folder.Environment[name] = null;
        }

        return await CliProcess.RunAsync(folder, Node!, [Path.Combine(Folder, script)]);
    }
}
