using System.Globalization;
using AutoClaw.Core.Verify.Training;

namespace AutoClaw.RouterReport;

/// <summary>What checking local answers before keeping them is worth on recorded answers.</summary>
/// <param name="Report">Policies by source.</param>
internal sealed record VerifyAfter(CascadeReport Report)
{
    public const string Checked = "verify";
    public const string PromptOnly = "prompt";
    private const int MostResamples = 200;

    // A hair wider than 20 and 70 %: the shares are multiples of a twentieth, which no double holds exactly.
    private const double Lowest = 0.199;
    private const double Highest = 0.701;

    private static readonly string[] Policies = [Checked, "votes", "answer", PromptOnly, "random", "oracle"];
    private static readonly double[] Shares = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

    public static VerifyAfter Measure(RecordedQuestions recorded, ReportOptions options, Action<string> progress)
    {
        progress("verify-after: cross-validating");
        var cascade = new CascadeOptions { Seed = options.Seed, Resamples = Math.Min(options.Resamples, MostResamples) };
        return new VerifyAfter(CascadeEvaluation.Run(recorded, cascade, model: null));
    }

    /// <summary>Least cloud share that keeps 99 % of all-cloud quality; null where it was not measured.</summary>
    public double? Share99(string source, string policy) => Find(source, policy)?.Share99;

    /// <summary>Cloud shares from 20 to 70 % at which checking keeps no more than the prompt's score alone, pooled; null where not measured.</summary>
    public IReadOnlyList<double>? NotBetter()
    {
        if (Find("pooled", Checked)?.Kept is not { } verify || Find("pooled", PromptOnly)?.Kept is not { } prompt)
        {
            return null;
        }

        return [.. CascadeReport.Shares.Where((s, i) => s is >= Lowest and <= Highest && verify[i] <= prompt[i])];
    }

    public string Table() => Markdown.Table(
        ["source", ">local / cloud quality", "policy", ">checks", ">cloud share for 99%", .. Shares.Select(s => $">at {s * 100:0}%")],
        Report.Sources.SelectMany(source => Policies.Select(p => Find(source.Source, p)).OfType<CascadeResult>().Select((policy, i) => Row(source, policy, i == 0))));

    private static string[] Row(CascadeSource source, CascadeResult policy, bool first) =>
    [
        first ? $"`{source.Source}` ({Markdown.Count(source.Questions)})" : "",
        first ? $"{Markdown.Figure(source.LocalQuality)} / {Markdown.Figure(source.CloudQuality)}" : "",
        policy.Policy,
        policy.Checks.ToString("0.#", CultureInfo.InvariantCulture),
        policy.Share99 is null ? "" : $"{Markdown.Figure(policy.Share99)} ({Markdown.Figure(policy.Share99Low)}-{Markdown.Figure(policy.Share99High)})",
        .. Shares.Select(s => Markdown.Figure(policy.Kept?[(int)Math.Round(s * (CascadeReport.Shares.Count - 1))])),
    ];

    private CascadeResult? Find(string source, string policy) =>
        Report.Sources.FirstOrDefault(s => s.Source == source)?.Policies.FirstOrDefault(p => p.Policy == policy);
}
