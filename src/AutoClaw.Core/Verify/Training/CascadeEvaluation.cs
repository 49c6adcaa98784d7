using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Core.Verify.Training;

/// <summary>
/// Measures what checking local answers is worth on recorded ones: each policy orders the questions by how much they need the cloud, and
/// the curve of that order says what quality is kept at which cloud share. Whatever is trained scores only questions of keys it never saw.
/// </summary>
public static class CascadeEvaluation
{
    private const string Pooled = "pooled";
    private const double Level = 0.99;
    private const double Tail = 0.025;

    /// <param name="data">The recorded answers.</param>
    /// <param name="options">How to measure.</param>
    /// <param name="model">Scores the prompts; null: models trained on the other folds of the same questions do.</param>
    /// <param name="progress">Told what is being done.</param>
    public static CascadeReport Run(RecordedQuestions data, CascadeOptions options, RouterModel? model, Action<string>? progress = null)
    {
        var cases = data.Questions.Select(question => CascadeCase.Create(question, options)).ToArray();
        var prompt = PromptScores(cases, options, model, progress);
        var orders = new Orders(
            prompt,
            OutOfFold(cases, [.. cases.Select((item, i) => CascadeFeatures.OfAgreement(item, prompt[i]))], options),
            OutOfFold(cases, [.. cases.Select((item, i) => CascadeFeatures.OfAnswer(item, prompt[i]))], options));
        var groups = Enumerable.Range(0, cases.Length).GroupBy(i => cases[i].Question.Source, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (Source: group.Key, Rows: group.ToArray())).ToList();
        groups.Add((Pooled, Enumerable.Range(0, cases.Length).ToArray()));
        return new CascadeReport(
            data.Hash,
            options,
            model is null ? "out_of_fold" : "model",
            [.. groups.Select(group => Measure(group.Source, [.. group.Rows.Select(i => cases[i])], orders.Of(group.Rows), options))]);
    }

    /// <summary>Fits the scorer of <see cref="AnswerFeatures"/> on all questions: it cannot be tested on them any more.</summary>
    public static GainScorer TrainScorer(RecordedQuestions data, CascadeOptions options, Action<string>? progress = null)
    {
        var cases = data.Questions.Select(question => CascadeCase.Create(question, options)).ToArray();
        var prompt = PromptScores(cases, options, model: null, progress);
        return Fit(cases, [.. cases.Select((item, i) => CascadeFeatures.OfAnswer(item, prompt[i]))], [.. Enumerable.Range(0, cases.Length)], options);
    }

    private static double[] PromptScores(CascadeCase[] cases, CascadeOptions options, RouterModel? model, Action<string>? progress)
    {
        var rows = cases.Select(item => new TrainingRow
        {
            Id = item.Question.Id,
            Source = item.Question.Source,
            Prompt = item.Question.Prompt,
            Key = item.Question.Key,
            Domain = item.Question.Domain,
            StrongScore = item.Question.StrongScore,
            WeakScore = item.Answer.Score,
            Models = item.Question.Local.ToDictionary(pair => pair.Key, pair => pair.Value.Score, StringComparer.Ordinal),
        }).ToArray();
        if (model is null)
        {
            var trainer = new RouterTrainer(new Dataset(rows), new TrainingOptions { Folds = options.Folds, Seed = options.Seed });
            return [.. trainer.OutOfFoldScores(progress).Select(score => (double)score)];
        }

        return [.. rows.Select(row => (double)model.Score(new RouterInput { Text = row.Prompt.Span, Turns = 1, ConversationBytes = row.Prompt.Length }).Score)];
    }

    private static double[] OutOfFold(CascadeCase[] cases, double[][] features, CascadeOptions options)
    {
        var fold = cases.Select(item => Dataset.Fold(item.Question.Key, options.Folds, options.Seed)).ToArray();
        var scores = new double[cases.Length];
        for (var k = 0; k < options.Folds; k++)
        {
            var fit = Fit(cases, features, [.. Enumerable.Range(0, cases.Length).Where(i => fold[i] != k)], options);
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = fold[i] == k ? fit.Score(features[i]) : scores[i];
            }
        }

        return scores;
    }

    private static GainScorer Fit(CascadeCase[] cases, double[][] features, int[] rows, CascadeOptions options) => GainFit.Train(
        features, [.. cases.Select(item => 1 - item.Answer.Score)], [.. cases.Select(item => 1 - item.Question.StrongScore)], rows, options.Seed);

    private static CascadeSource Measure(string source, CascadeCase[] cases, Orders orders, CascadeOptions options)
    {
        var strong = cases.Select(item => item.Question.StrongScore).ToArray();
        var local = cases.Select(item => item.Answer.Score).ToArray();
        var resamples = Resamples(cases, options);
        var checks = cases.Average(item => item.Checks.Count);
        var results = new List<CascadeResult>
        {
            Result("verify", checks, orders.Agreement, hasPoint: false),
            Result("votes", checks, [.. cases.Select(item => 1 - item.Agreement)], hasPoint: false),
        };
        if (source != Pooled)
        {
            // Where a check was recorded for some of the questions only, it has nothing to say on the rest: those go to the cloud.
            results.AddRange(cases.SelectMany(item => item.Checks.Select(check => check.Key)).Distinct().Order(StringComparer.Ordinal)
                .Select(name => Result($"agree {name}", 1, [.. cases.Select(item => 1.0 - AgreesWith(item, name))], hasPoint: true)));
        }

        results.Add(Result("answer", 0, orders.Answer, hasPoint: false));
        results.Add(Result("prompt", 0, orders.Prompt, hasPoint: false));
        results.Add(Result("random", 0, new double[cases.Length], hasPoint: false));
        results.Add(Result("oracle", 0, [.. strong.Zip(local, (s, l) => s - l)], hasPoint: false));
        return new CascadeSource(
            source, cases.Length, [.. cases.Select(item => item.Model).Distinct().Order(StringComparer.Ordinal)], local.Average(), strong.Average(), results);

        CascadeResult Result(string policy, double calls, double[] scores, bool hasPoint)
        {
            var curve = new CascadeCurve(scores, strong, local);
            var sampled = resamples.Select(counts => curve.ShareFor(Level, counts)).OfType<double>().Order().ToArray();
            var point = hasPoint ? scores.Average() : (double?)null;
            return new CascadeResult(
                policy,
                calls,
                curve.ShareFor(Level),
                At(sampled, Tail),
                At(sampled, 1 - Tail),
                curve.KeptAt([.. CascadeReport.Shares]),
                point,
                point is { } share ? curve.KeptAt([share])?[0] : null);
        }
    }

    private static int AgreesWith(CascadeCase item, string name) =>
        item.Question.Local.TryGetValue(name, out var check) ? CascadeCase.Agrees(item.Answer, check) : 0;

    private static double? At(double[] sorted, double share) => sorted.Length == 0 ? null : sorted[(int)Math.Round(share * (sorted.Length - 1))];

    // Keys, not rows: rows of one key are one question, and counting them apart would make the intervals too narrow.
    private static int[][] Resamples(CascadeCase[] cases, CascadeOptions options)
    {
        var rowsOfKey = Enumerable.Range(0, cases.Length).GroupBy(i => cases[i].Question.Key, StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        var random = new Random(options.Seed);
        return
        [
            .. Enumerable.Range(0, options.Resamples).Select(_ =>
            {
                var counts = new int[cases.Length];
                for (var draw = 0; draw < rowsOfKey.Length; draw++)
                {
                    foreach (var row in rowsOfKey[random.Next(rowsOfKey.Length)])
                    {
                        counts[row]++;
                    }
                }

                return counts;
            }),
        ];
    }

    /// <summary>What the questions are ordered by, one score a question.</summary>
    private sealed record Orders(double[] Prompt, double[] Agreement, double[] Answer)
    {
        public Orders Of(int[] rows) => new(Pick(Prompt, rows), Pick(Agreement, rows), Pick(Answer, rows));

        private static double[] Pick(double[] values, int[] rows) => [.. rows.Select(i => values[i])];
    }
}
