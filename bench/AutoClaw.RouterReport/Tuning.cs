using AutoClaw.Core.Routing.Training;

namespace AutoClaw.RouterReport;

/// <summary>What a simulated customer's own labels bring.</summary>
/// <param name="Draws">By number of labels; empty where the data are too few.</param>
internal sealed record Tuning(IReadOnlyList<TuningDraw> Draws)
{
    public const int Few = 200;
    public const int Many = 1500;
    private const int DrawsEach = 3;

    public static Tuning Measure(IReadOnlyList<TrainingRow> rows, TrainingOptions options, Action<string> progress)
    {
        progress("tuning: training a model without the customer's questions");
        if (SimulatedCustomer.Create(rows, options, Many) is not { } customer)
        {
            return new Tuning([]);
        }

        var draws = new List<TuningDraw>();
        foreach (var labels in new[] { Few, Many })
        {
            for (var draw = 0; draw < DrawsEach; draw++)
            {
                progress($"tuning: {labels} labels, draw {draw + 1} of {DrawsEach}");
                draws.Add(customer.Draw(labels, draw));
            }
        }

        return new Tuning(draws);
    }

    /// <summary>Mean APGR of the fits to so many labels; null where it was not measured.</summary>
    public double? Mean(int labels) => Draws.Where(d => d.Labels == labels).Average(d => d.Tuned);

    public int Promoted(int labels) => Draws.Count(d => d.Labels == labels && d.Promoted);

    public string Table() => Draws.Count == 0
        ? "The data hold too few rows of the customer's traffic."
        : Markdown.Table(
            [">labels", ">APGR before", ">tuned", ">length", "shown to be better by the labels alone"],
            Draws.Select(d => new[]
            {
                Markdown.Count(d.Labels), Markdown.Figure(d.Running), Markdown.Figure(d.Tuned), Markdown.Figure(d.Length),
                d.Promoted ? "yes" : "not enough labels",
            }));
}
