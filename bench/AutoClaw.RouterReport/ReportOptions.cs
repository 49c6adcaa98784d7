using System.Globalization;

namespace AutoClaw.RouterReport;

/// <summary>What to measure, and where it goes.</summary>
/// <param name="Shared">The folder with <c>router-data</c>.</param>
/// <param name="Document">The page whose marked parts are replaced.</param>
/// <param name="Plots">The folder for the plots; beside the page, as it links to them.</param>
/// <param name="Seed">Draws folds, the order of rows and bootstrap resamples.</param>
/// <param name="Resamples">Bootstrap resamples of keys.</param>
internal sealed record ReportOptions(string Shared, string Document, string Plots, int Seed, int Resamples)
{
    public string Training => Path.Combine(Shared, "router-data", "train");

    public string MtBench => Path.Combine(Shared, "router-data", "eval", "mtbench.jsonl");

    public string Recorded => Path.Combine(Shared, "router-data", "cascade", "recorded_answers.jsonl");

    public static ReportOptions? Parse(string[] args, out string? problem)
    {
        var options = new ReportOptions("../shared", "docs/router.md", "docs/router", 1, 500);
        problem = null;
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1;
            ReportOptions? next = args[i] switch
            {
                "--shared" when value.Length > 0 => options with { Shared = value },
                "--out" when value.Length > 0 => options with { Document = value },
                "--plots" when value.Length > 0 => options with { Plots = value },
                "--seed" when number >= 0 => options with { Seed = number },
                "--resamples" when number >= 1 => options with { Resamples = number },
                _ => null,
            };
            if (next is null)
            {
                problem = $"'{args[i]} {value}'. usage: [--shared DIR] [--out FILE] [--plots DIR] [--seed N] [--resamples N]";
                return null;
            }

            options = next;
        }

        return options;
    }
}
