using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Deployment;

public sealed class SupplyChainTests
{
    [Fact]
    public async Task BillOfMaterials_NamesEveryPackageThatTheLockFileHas()
    {
        using var folder = new CliFolder();
        foreach (var name in (ReadOnlySpan<string>)["HOME", "PATH"])
        {
            folder.Environment[name] = Environment.GetEnvironmentVariable(name);
        }

        // Asks the package source, and waits its turn for both cores beside all other tests.
        await using var script = CliProcess.StartProgram(folder, Path.Combine(Repository.Root, "scripts", "supply-chain.sh"), folder.Path);
        var result = await script.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.SkipWhen(result.Errors.Contains("NU1301", StringComparison.Ordinal), "the package source can't be reached");
        Assert.True(result.ExitCode == 0, result.Errors);
        var bill = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "autoclaw.cdx.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal("AutoClaw", (string?)bill["metadata"]!["component"]!["name"]);
        var listed = bill["components"]!.AsArray().Select(component => $"{component!["name"]} {component["version"]}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var locked = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "AutoClaw.Cli", "packages.lock.json"), TestContext.Current.CancellationToken))!;
        var shipped = locked["dependencies"]!.AsObject().SelectMany(framework => framework.Value!.AsObject())
            .Where(package => (string?)package.Value!["type"] is not "Project" && !package.Key.EndsWith("Analyzers", StringComparison.Ordinal))
            .Select(package => $"{package.Key} {package.Value!["resolved"]}");
        Assert.DoesNotContain(shipped, package => !listed.Contains(package));
    }
}
