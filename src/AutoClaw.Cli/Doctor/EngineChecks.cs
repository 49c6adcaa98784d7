using AutoClaw.Cli.EngineSetup;
using AutoClaw.Gateway.Engines.Detection;
using AutoClaw.Gateway.Local;

namespace AutoClaw.Cli.Doctor;

/// <summary>Which engines this machine has: the llama-server program, servers on their usual ports, keys in the environment.</summary>
internal static class EngineChecks
{
    private const string Group = "engine";

    public static async Task<IReadOnlyList<HealthFinding>> LookAsync(DetectionResult found, CancellationToken cancelled) =>
        [await LlamaServerAsync(cancelled), .. found.Findings.Where(finding => !finding.Simulated).Select(Of), .. Nothing(found)];

    private static async Task<HealthFinding> LlamaServerAsync(CancellationToken cancelled)
    {
        const string Name = "llama-server program";
        if (LlamaServerBinary.Locate(null) is not { } binary)
        {
            return EngineVerb.Misnamed() is { } misnamed
                ? HealthFinding.Problem(Group, Name, $"{LlamaServerBinary.Variable} names no program", misnamed)
                : HealthFinding.Note(Group, Name, "none on this machine", "'autoclaw engine install' puts one in place.");
        }

        var (version, problem) = await EngineProgram.VersionAsync(binary.Path, cancelled);
        return problem is null
            ? HealthFinding.Ok(Group, Name, $"{binary.Path}, version {version}, found by {EngineVerb.Words(binary.Origin)}")
            : HealthFinding.Problem(Group, Name, problem, "'autoclaw engine install --force' puts another in place.");
    }

    private static HealthFinding Of(Finding finding) => finding.Found
        ? HealthFinding.Ok(Group, finding.Name, $"{finding.Where}: {finding.Detail}")
        : HealthFinding.Note(Group, finding.Name, $"{finding.Where}: {finding.Detail}");

    private static IEnumerable<HealthFinding> Nothing(DetectionResult found)
    {
        if (found.Findings.All(finding => !finding.Found || finding.Simulated))
        {
            yield return HealthFinding.Note(
                Group, "any engine", "no local server on its usual port and no cloud key in the environment", "Start one, set a key, or name it in the configuration; until then a simulator stands in.");
        }
    }
}
