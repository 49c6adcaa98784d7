using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;
using AutoClaw.Core.Verify.Training;

namespace AutoClaw.RouterReport;

/// <summary>Everything that was measured in one run.</summary>
/// <param name="ByKey">New questions, cross-validated.</param>
/// <param name="ByDomain">New subjects.</param>
/// <param name="BySource">New collections.</param>
/// <param name="HeldOut">The shipped model on the keys that it was not trained on.</param>
/// <param name="MtBench">The shipped model on questions that no training has.</param>
/// <param name="MtBenchInTraining">MT-Bench questions whose key is in the training rows all the same.</param>
/// <param name="Transfer">Pairs trained against pairs measured.</param>
/// <param name="Verify">What checking local answers is worth.</param>
/// <param name="Tuning">What a simulated customer's labels bring.</param>
/// <param name="Lengths">How far expected output tokens are off.</param>
/// <param name="Decision">Time and memory of a decision.</param>
/// <param name="ModelBytes">Size of the shipped model's file.</param>
internal sealed record Measurements(
    Protocol ByKey,
    Protocol ByDomain,
    Protocol BySource,
    Protocol HeldOut,
    Protocol MtBench,
    int MtBenchInTraining,
    PairTransfer Transfer,
    VerifyAfter Verify,
    Tuning Tuning,
    OutputLengths Lengths,
    DecisionCost Decision,
    int ModelBytes)
{
    public static Measurements Take(Dataset training, Dataset mtBench, RecordedQuestions recorded, ReportOptions options, Action<string> progress)
    {
        var train = new TrainingOptions { Seed = options.Seed };
        Protocol CrossValidate(Grouping grouping, string name)
        {
            progress($"cross-validating: {name}");
            return Protocol.Measure(name, new CrossValidation(grouping, train).Run(training.Rows), null, options);
        }

        Protocol Shipped(string name, IReadOnlyList<TrainingRow> rows) =>
            Protocol.Measure(name, new ScoredRows(rows, Scores(rows)), RouterModel.Shipped.Calibration.DefaultThreshold, options);

        // First, while nothing else has filled the caches and the heap.
        progress("timing decisions");
        var decision = DecisionCost.Measure(training.Rows);
        var keys = training.Rows.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        return new Measurements(
            CrossValidate(Grouping.Key, "router, new questions"),
            CrossValidate(Grouping.Domain, "router, new subjects"),
            CrossValidate(Grouping.Source, "router, new collection"),
            Shipped("router", training.Rows.Where(r => Dataset.IsHeldOut(r.Key)).ToArray()),
            Shipped("router", mtBench.Rows),
            mtBench.Rows.Count(r => keys.Contains(r.Key)),
            PairTransfer.Measure(training.Rows, train, progress),
            VerifyAfter.Measure(recorded, options, progress),
            Tuning.Measure(training.Rows, train, progress),
            OutputLengths.Measure(training.Rows, recorded),
            decision,
            RouterModel.Shipped.ToFile().Length);
    }

    private static float[] Scores(IReadOnlyList<TrainingRow> rows) => rows.Select(row => RouterModel.Shipped.Score(new RouterInput
    {
        Text = row.Prompt.Span, Turns = 1, ConversationBytes = row.Prompt.Length,
    }).Score).ToArray();
}
