using System.Collections.Immutable;
using AutoClaw.Cli.Plots;
using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.BreakEvens;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Core.Advisor.Recommendations;
using AutoClaw.Core.Advisor.Uncertainties;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Cli.Advise;

/// <summary>What each architecture costs by volume, with how sure that is, and where the cheapest one changes: the figures of a plot.</summary>
internal sealed record CostVolumes
{
    // Wide enough to see what comes before and after, and no wider: all the rest is a straight line.
    private const double Around = 10;
    private const int Volumes = 41;
    private const int StepsShown = 20;
    private const int MostMarks = 5;
    private const int Samples = 500;

    // Of the draws: as sure as the ends of a band are.
    private const double Sure = 0.9;

    // So near to a step that both sides of it lie on one another.
    private const double Beside = 1e-6;

    /// <summary>In the order of <see cref="Architecture"/>, by rising volume.</summary>
    public required ImmutableArray<(Architecture Architecture, ImmutableArray<(double X, Interval Y)> Points)> Lines { get; init; }

    /// <summary>The volume that was asked about, and where the cheapest one changes.</summary>
    public required ImmutableArray<(double X, string Label)> Marks { get; init; }

    /// <summary>Volumes at which none is the cheapest in nine of ten draws: where the break-even may lie.</summary>
    public required ImmutableArray<(double From, double To)> Open { get; init; }

    /// <summary>The same in a sentence or two.</summary>
    public required string Words { get; init; }

    public static CostVolumes Of(Advice advice)
    {
        var inputs = advice.Inputs;
        var asked = inputs.Workload.RequestsPerMonth;
        Architecture[] compared = [.. advice.Architectures.Where(static outcome => outcome.Admitted).Select(static outcome => outcome.Architecture)];
        if (compared.Length < 2)
        {
            compared = Enum.GetValues<Architecture>();
        }

        var changes = advice.BreakEvens.SelectMany(static pair => pair.Crossings).Where(crossing => IsOfTheCheapest(inputs, compared, crossing)).OrderBy(static crossing => crossing.RequestsPerMonth).ToArray();
        double[] seen = [asked, .. changes.Select(static crossing => crossing.RequestsPerMonth)];
        var (from, to) = (Math.Max(1, seen.Min() / Around), seen.Max() * Around);
        double[] even = [.. Enumerable.Range(0, Volumes).Select(i => from * Math.Pow(to / from, i / (Volumes - 1.0)))];
        var ranges = even.Select(volume => Ranges(inputs, compared, volume)).ToArray();
        var which = compared.Length == Enum.GetValues<Architecture>().Length ? "of the four" : "of those that meet the constraints";
        return new CostVolumes
        {
            Lines = [.. advice.Architectures.Select(outcome => (outcome.Architecture, Line(inputs, outcome.Architecture, even, ranges)))],
            Marks = [(asked, "asked about"), .. changes.Take(MostMarks).Select(static crossing => (crossing.RequestsPerMonth, $"{Volume(crossing.RequestsPerMonth)}: {Name(crossing.CheaperAbove)}"))],
            Open = Zones(even, [.. ranges.Select(static all => all.Max(static range => range.CheapestAdmittedShare))]),
            Words = (changes.Length == 0
                ? $"From {Volume(inputs.LowestVolume)} to {Volume(inputs.HighestVolume)} requests a month the cheapest {which} is {Name(Cheapest(inputs, compared, inputs.LowestVolume))}."
                : $"Upright lines stand where the cheapest {which} changes, and say into which{(changes.Length > MostMarks ? $"; {changes.Length - MostMarks} further changes are not marked" : "")}.")
                + (advice.BreakEvens.All(static pair => pair.Complete) ? "" : " There are more steps of own hardware than were looked at."),
        };
    }

    private static ImmutableArray<CostRange> Ranges(AdvisorInputs inputs, Architecture[] compared, double volume)
    {
        // The volume is what the plot goes along: it is not drawn.
        var uncertainty = inputs.Uncertainty with
        {
            Samples = Math.Min(Samples, inputs.Uncertainty.Samples),
            Ranges = [.. inputs.Uncertainty.Ranges.Where(static range => range.Variable != AdvisorVariable.Volume)],
        };
        return CostSampling.Run(At(inputs, volume) with { Uncertainty = uncertainty }, compared);
    }

    private static ImmutableArray<(double X, Interval Y)> Line(AdvisorInputs inputs, Architecture architecture, double[] even, ImmutableArray<CostRange>[] ranges)
    {
        var curve = CostModel.Curve(inputs, architecture);
        var points = even.Select((volume, i) => (volume, ranges[i].First(range => range.Architecture == architecture)))
            .Select(pair => (X: pair.volume, Y: new Interval(curve.At(pair.volume), pair.Item2.Low, pair.Item2.High)));
        var steps = !curve.HasReplicas ? [] : Enumerable.Range(1, StepsShown).Select(n => n * curve.RequestsPerReplica).SelectMany(static step => (double[])[step, step * (1 + Beside)])
            .Where(volume => volume > even[0] && volume < even[^1]);

        // No band of its own at a step: not a number is in no band.
        return [.. points.Concat(steps.Select(volume => (X: volume, Y: new Interval(curve.At(volume), double.NaN, double.NaN)))).OrderBy(static point => point.X)];
    }

    private static ImmutableArray<(double From, double To)> Zones(double[] volumes, double[] shares)
    {
        var zones = ImmutableArray.CreateBuilder<(double From, double To)>();
        var from = shares[0] < Sure ? volumes[0] : double.NaN;
        for (var i = 1; i < volumes.Length; i++)
        {
            if (shares[i - 1] < Sure == shares[i] < Sure)
            {
                continue;
            }

            var edge = volumes[i - 1] * Math.Pow(volumes[i] / volumes[i - 1], (Sure - shares[i - 1]) / (shares[i] - shares[i - 1]));
            if (shares[i] < Sure)
            {
                from = edge;
            }
            else
            {
                zones.Add((from, edge));
            }
        }

        if (shares[^1] < Sure)
        {
            zones.Add((from, volumes[^1]));
        }

        return zones.ToImmutable();
    }

    private static bool IsOfTheCheapest(AdvisorInputs inputs, Architecture[] compared, Crossing crossing) =>
        compared.Contains(crossing.CheaperBelow) && compared.Contains(crossing.CheaperAbove)
        && Cheapest(inputs, compared, crossing.RequestsPerMonth * (1 - Beside)) == crossing.CheaperBelow
        && Cheapest(inputs, compared, crossing.RequestsPerMonth * (1 + Beside)) == crossing.CheaperAbove;

    private static Architecture Cheapest(AdvisorInputs inputs, Architecture[] compared, double volume) =>
        compared.MinBy(architecture => CostModel.Curve(inputs, architecture).At(volume));

    private static AdvisorInputs At(AdvisorInputs inputs, double volume) => inputs with { Workload = inputs.Workload with { RequestsPerMonth = volume } };

    private static string Volume(double requests) => PlotTick.Number(requests, requests / 100);

    private static string Name(Architecture architecture) => Core.Advisor.Recommendations.Words.Name(architecture);
}
