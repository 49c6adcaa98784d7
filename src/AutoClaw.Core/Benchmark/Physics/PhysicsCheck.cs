using System.Collections.Immutable;
using System.Globalization;

namespace AutoClaw.Core.Benchmark.Physics;

/// <summary>Says which figures can't be true of the hardware and model they are said of. Silence proves nothing: most false figures are possible.</summary>
public static class PhysicsCheck
{
    /// <summary>Makers' peaks are rounded and clocks go a little above them: a figure is only doubted beyond this share over its bound.</summary>
    public const double Slack = 0.05;

    /// <exception cref="ArgumentOutOfRangeException">A property of the hardware or the model is not above zero, or a token passes through more parameters than there are.</exception>
    public static ImmutableArray<PhysicsWarning> Check(PhysicsHardware hardware, PhysicsModel model, PhysicsFigure figure)
    {
        ArgumentNullException.ThrowIfNull(hardware);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(figure);
        Require(hardware, model, figure);
        return
        [
            .. new[]
            {
                Memory(hardware, model, figure),
                Decode(hardware, model, figure),
                BatchBandwidth(hardware, model, figure),
                Compute(PhysicsLimit.BatchCompute, "output", figure.BatchTokensPerSecond, hardware, model),
                Compute(PhysicsLimit.PrefillCompute, "prompt", figure.PrefillTokensPerSecond, hardware, model),
                FirstToken(hardware, model, figure),
            }.OfType<PhysicsWarning>(),
        ];
    }

    private static PhysicsWarning? Memory(PhysicsHardware hardware, PhysicsModel model, PhysicsFigure figure)
    {
        var needed = PhysicsBounds.MemoryGb(model, figure.Concurrency ?? 1, figure.ContextTokens);
        var there = hardware.MemoryGb * hardware.Count;
        return needed <= there * (1 + Slack) ? null : new PhysicsWarning(PhysicsLimit.Memory, needed, there, Text(
            $"The model needs {needed:0.#} GB and there are {there:0.#}: {model.ParametersBillion:0.##}e9 parameters x {model.BitsPerWeight:0.##} bits / 8 = {model.WeightsGb:0.#} GB{Caches(model, figure)}."));
    }

    private static PhysicsWarning? Decode(PhysicsHardware hardware, PhysicsModel model, PhysicsFigure figure)
    {
        var bound = PhysicsBounds.Decode(hardware, model, figure.ContextTokens, figure.TokensPerPass);
        return !Above(figure.DecodeTokensPerSecond, bound) ? null : new PhysicsWarning(PhysicsLimit.DecodeBandwidth, figure.DecodeTokensPerSecond!.Value, bound, Text(
            $"One stream of {figure.DecodeTokensPerSecond:0.#} tokens/s is more than {bound:0.#}: {Bandwidth(hardware)} / {model.ActiveGb + model.CacheGb(figure.ContextTokens):0.##} GB read for each pass{Passes(figure)}."));
    }

    private static PhysicsWarning? BatchBandwidth(PhysicsHardware hardware, PhysicsModel model, PhysicsFigure figure)
    {
        if (figure.Concurrency is not { } concurrency)
        {
            return null;
        }

        var bound = PhysicsBounds.Batch(hardware, model, concurrency, figure.ContextTokens, figure.TokensPerPass);
        return !Above(figure.BatchTokensPerSecond, bound) ? null : new PhysicsWarning(PhysicsLimit.BatchBandwidth, figure.BatchTokensPerSecond!.Value, bound, Text(
            $"{figure.BatchTokensPerSecond:0.#} tokens/s of {concurrency} requests are more than {bound:0.#}: {concurrency} x {Bandwidth(hardware)} / {model.ActiveGb + (concurrency * model.CacheGb(figure.ContextTokens)):0.##} GB read for each pass{Passes(figure)}."));
    }

    private static PhysicsWarning? Compute(PhysicsLimit limit, string kind, double? claimed, PhysicsHardware hardware, PhysicsModel model) =>
        PhysicsBounds.Compute(hardware, model) is not { } bound || !Above(claimed, bound) ? null : new PhysicsWarning(limit, claimed!.Value, bound, Text(
            $"{claimed:0.#} {kind} tokens/s are more than {bound:0.#}: {Peak(hardware)} / (2 x {model.ActiveBillion:0.##}e9 active parameters)."));

    private static PhysicsWarning? FirstToken(PhysicsHardware hardware, PhysicsModel model, PhysicsFigure figure)
    {
        var floor = PhysicsBounds.FirstTokenMs(hardware, model, figure.PromptTokens, figure.RoundTripMs, figure.DistanceKm);
        return figure.FirstTokenMs is not { } claimed || claimed * (1 + Slack) >= floor ? null : new PhysicsWarning(PhysicsLimit.FirstToken, claimed, floor, Text(
            $"A first token after {claimed:0.#} ms is sooner than {floor:0.#}: the round trip, and {figure.PromptTokens:0} prompt tokens{(hardware.PeakTeraOps is null ? string.Empty : Text($" x 2 x {model.ActiveBillion:0.##}e9 active parameters / {Peak(hardware)}"))}."));
    }

    private static bool Above(double? claimed, double bound) => claimed > bound * (1 + Slack);

    private static string Bandwidth(PhysicsHardware hardware) => Text($"{Times(hardware)}{hardware.BandwidthGbPerSecond:0.#} GB/s");

    private static string Peak(PhysicsHardware hardware) => Text($"{Times(hardware)}{hardware.PeakTeraOps:0.#}e12 operations/s");

    private static string Times(PhysicsHardware hardware) => hardware.Count == 1 ? string.Empty : Text($"{hardware.Count} x ");

    private static string Passes(PhysicsFigure figure) => figure.TokensPerPass == 1 ? string.Empty : Text($", {figure.TokensPerPass:0.##} tokens a pass");

    private static string Caches(PhysicsModel model, PhysicsFigure figure) =>
        model.CacheGb(figure.ContextTokens) is > 0 and var cache ? Text($", and {figure.Concurrency ?? 1} x {cache:0.##} GB of caches") : string.Empty;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Require(PhysicsHardware hardware, PhysicsModel model, PhysicsFigure figure)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hardware.MemoryGb);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hardware.BandwidthGbPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hardware.PeakTeraOps ?? 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hardware.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(model.ActiveBillion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(model.ActiveBillion, model.ParametersBillion);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(model.BitsPerWeight);
        ArgumentOutOfRangeException.ThrowIfLessThan(figure.TokensPerPass, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(figure.Concurrency ?? 1, 1);
    }
}
