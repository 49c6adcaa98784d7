using System.Collections.Concurrent;

namespace AutoClaw.FunctionalTests.Clients;

/// <summary>Each client's script runs once, when the first of its features is asked for.</summary>
public sealed class ClientRuns
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ClientRun>>> _runs = new();

    internal Task<ClientRun> OfAsync(string script) => _runs.GetOrAdd(script, name => new Lazy<Task<ClientRun>>(() => ClientRun.StartAsync(name))).Value;
}
