using System.Globalization;

namespace AutoClaw.LocalLoad;

/// <summary>The figures as Markdown, with the ratios that they are measured for.</summary>
internal static class Report
{
    public static void Print(List<Figures> all)
    {
        Console.WriteLine("| model | streams | direct tokens/s | gateway tokens/s | ratio | direct TTFT ms | gateway TTFT ms | added ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var pair in all.GroupBy(f => (f.Model, f.Streams)).Where(g => g.Any(f => f.Target == "direct") && g.Any(f => f.Target == "gateway")))
        {
            var direct = pair.Where(f => f.Target == "direct").ToArray();
            var gateway = pair.Where(f => f.Target == "gateway").ToArray();
            var ratio = Median(gateway, f => f.TokensPerSecond) / Median(direct, f => f.TokensPerSecond);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {pair.Key.Model} | {pair.Key.Streams} | {Median(direct, f => f.TokensPerSecond):0.0} | {Median(gateway, f => f.TokensPerSecond):0.0} | {ratio:0.000} | {Median(direct, f => f.TtftMillis):0.00} | {Median(gateway, f => f.TtftMillis):0.00} | {Median(gateway, f => f.TtftMillis) - Median(direct, f => f.TtftMillis):0.00} |"));
        }

        Console.WriteLine();
        Console.WriteLine("| model | clients | gateway tokens/s | best direct tokens/s | ratio | errors | farthest client from the mean |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var model in all.GroupBy(f => f.Model))
        {
            var best = model.Where(f => f.Target == "direct").GroupBy(f => f.Streams).Max(g => Median([.. g], f => f.TokensPerSecond));
            var crowd = model.Where(f => f.Target == "gateway").GroupBy(f => f.Streams).MaxBy(g => g.Key)!.ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {model.Key} | {crowd[0].Streams} | {Median(crowd, f => f.TokensPerSecond):0.0} | {best:0.0} | {Median(crowd, f => f.TokensPerSecond) / best:0.000} | {crowd.Sum(f => f.Errors)} | {Median(crowd, f => f.Unfairness):0.000} |"));
        }
    }

    private static double Median(Figures[] rounds, Func<Figures, double> figure)
    {
        var sorted = rounds.Select(figure).Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
