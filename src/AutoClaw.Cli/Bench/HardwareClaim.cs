using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Benchmark.Physics;
using AutoClaw.Core.Benchmark.Report;

namespace AutoClaw.Cli.Bench;

/// <summary>What an engine is said to run on and to be, so that figures which can't be true of it are noticed: a wrong model, a cache, a clock.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="Hardware">The peaks of what it runs on.</param>
/// <param name="Model">What decides how fast it can be.</param>
internal sealed partial record HardwareClaim(string Engine, PhysicsHardware Hardware, PhysicsModel Model)
{
    public const string Syntax = "NAME=ACCELERATOR[xCOUNT],BILLIONS[/ACTIVE],BITS";

    /// <summary>Null after setting <paramref name="problem"/>.</summary>
    public static HardwareClaim? Parse(string text, MarketData market, out string? problem)
    {
        problem = null;
        if (Form().Match(text) is not { Success: true } match)
        {
            problem = $"'{text}' is no claim about hardware. Write {Syntax}, for example local=h100-80gb-sxm,8,16.";
            return null;
        }

        if (market.FindAccelerator(match.Groups["accelerator"].Value) is not { } accelerator)
        {
            problem = $"There is no accelerator '{match.Groups["accelerator"].Value}'. There are: {string.Join(", ", market.Accelerators.Select(static a => a.Id))}.";
            return null;
        }

        var all = Number(match.Groups["all"]);
        var bits = Number(match.Groups["bits"]);
        var count = match.Groups["count"].Success ? int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) : 1;
        return new HardwareClaim(
            match.Groups["engine"].Value, PhysicsHardware.Of(accelerator, bits, count),
            new PhysicsModel(all, match.Groups["active"].Success ? Number(match.Groups["active"]) : all, bits));
    }

    /// <summary>The figures of the run that can't be true of it.</summary>
    public IEnumerable<string> Doubts(EngineReport engine, IEnumerable<LoadReport> loads)
    {
        var alone = new PhysicsFigure
        {
            DecodeTokensPerSecond = engine.TokensPerSecond?.Estimate,
            FirstTokenMs = engine.Ttft.P50,
            PromptTokens = Math.Max(0, (engine.InputTokens ?? 0) - (engine.CachedTokens ?? 0)),
        };
        var together = loads.Where(l => l.Engine == Engine && l is { TokensPerSecond: not null, Load.Concurrency: not null }).Select(static l => new PhysicsFigure
        {
            BatchTokensPerSecond = l.TokensPerSecond!.Value.Estimate,
            Concurrency = l.Load.Concurrency,
        });
        return together.Prepend(alone).SelectMany(figure => PhysicsCheck.Check(Hardware, Model, figure)).Select(warning => $"{Engine}: {warning.Text}").Distinct();
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<engine>[^=]+)=(?<accelerator>[a-z0-9-]+?)(x(?<count>[1-9]\d{0,2}))?,(?<all>\d{1,5}(\.\d+)?)(/(?<active>\d{1,5}(\.\d+)?))?,(?<bits>\d{1,2}(\.\d+)?)$")]
    private static partial Regex Form();
}
