using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines.Detection;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli.Bench;

/// <summary>The engines that a run measures, as a configuration that has them and no others.</summary>
internal static class BenchConfig
{
    /// <summary>Null after filling <paramref name="problems"/>, or after the configuration's own problems were printed.</summary>
    public static async Task<GatewayOptions?> ReadAsync(BenchRequest request, Terminal terminal, TimeProvider time, List<string> problems, CancellationToken cancelled)
    {
        var keys = KeysOf(request.Keys, problems);
        var named = new List<EngineOptions>();
        foreach (var url in request.Urls)
        {
            if (BenchTarget.Parse(url, keys, Environment.GetEnvironmentVariable, out var problem) is { } engine)
            {
                named.Add(engine);
            }
            else
            {
                problems.Add(problem!);
            }
        }

        GatewayOptions? options = null;
        if (request.Config is not null || request.Engines.Count > 0 || request.Urls.Count == 0)
        {
            options = await ConfiguredAsync(request.Config, terminal, time, cancelled);
            if (options is null)
            {
                return null;
            }

            foreach (var unknown in request.Engines.Where(name => options.Engines.All(e => e.Id != name)))
            {
                problems.Add($"There is no engine '{unknown}'. There are: {string.Join(", ", options.Engines.Select(static e => e.Id))}.");
            }

            named.InsertRange(0, options.Engines.Where(e => request.Engines.Count == 0 || request.Engines.Contains(e.Id)));
        }

        foreach (var twice in named.GroupBy(static e => e.Id, StringComparer.Ordinal).Where(static g => g.Count() > 1))
        {
            problems.Add($"Two engines are named '{twice.Key}'.");
        }

        if (problems.Count == 0 && named.Count == 0)
        {
            problems.Add("There is no engine to measure. Name some with --engines or --url.");
        }

        return problems.Count > 0 ? null : (options ?? new GatewayOptions()) with { Engines = named };
    }

    private static async Task<GatewayOptions?> ConfiguredAsync(string? file, Terminal terminal, TimeProvider time, CancellationToken cancelled)
    {
        if (file is null && !File.Exists(ConfigFile.DefaultName))
        {
            // The key opens nothing here: no gateway is started.
            return (await EngineDetector.DetectAsync(time: time, cancellationToken: cancelled)).ToOptions(ApiKey.Create());
        }

        var result = ConfigFile.Load(file ?? ConfigFile.DefaultName);
        if (result.Options is null)
        {
            terminal.WriteProblems(result);
        }

        return result.Options;
    }

    private static Dictionary<string, string> KeysOf(IReadOnlyList<string> pairs, List<string> problems)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            if (pair.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } variable])
            {
                keys[name] = variable;
            }
            else
            {
                problems.Add($"--key takes NAME=VARIABLE, not '{pair}'. The variable holds the key, so that it stands in no command's history.");
            }
        }

        return keys;
    }
}
