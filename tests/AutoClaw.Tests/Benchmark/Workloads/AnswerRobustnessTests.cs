using AutoClaw.Core.Benchmark.Workloads;
using CsCheck;

namespace AutoClaw.Tests.Benchmark.Workloads;

public class AnswerRobustnessTests
{
    private static readonly string[] Nasty =
    [
        new('1', 200_000), string.Concat(Enumerable.Repeat("1,234,", 30_000)), string.Concat(Enumerable.Repeat("1 234 ", 30_000)) + "a", new(' ', 200_000),
        new('-', 200_000), new('\n', 200_000), new('[', 200_000), "[" + string.Concat(Enumerable.Repeat("1,", 100_000)), string.Concat(Enumerable.Repeat("ANSWER: ", 20_000)),
        string.Concat(Enumerable.Repeat("ANSWER: 1\n", 20_000)), string.Concat(Enumerable.Repeat("the answer is ", 20_000)), string.Concat(Enumerable.Repeat("\\boxed{", 20_000)),
        string.Concat(Enumerable.Repeat("1 March 2031 ", 20_000)), string.Concat(Enumerable.Repeat("0000-00-00 ", 20_000)), string.Concat(Enumerable.Repeat("31 February 9999 ", 10_000)),
        string.Concat(Enumerable.Repeat("9999999999999999999999999999999999 ", 5_000)), string.Concat(Enumerable.Repeat("{\"a\":", 30)), "[" + string.Concat(Enumerable.Repeat("[],", 50_000)) + "1]",
        "{\"items\": 1e999999}", "{\"customer\": \"\\ud800\"}", "{\"\\ud800\": 1}", "\ud800\0\u202e", "```", "``````",
    ];

    private static readonly Expectation[] Expectations =
    [
        .. BenchWorkloads.All.SelectMany(workload => Enumerable.Range(0, 2).Select(index => workload.Generate(31, index, 0.05).Expected!)),
        new ChoiceAnswer('B'), new ExactText(["a"]), new ContainedTexts(["a", "b"]), new MatchedPattern("a+b"), new CitedAnswer(null, [], 3), new MarkedAnswer("a, b", MarkedAnswerKind.List),
    ];

    [Fact]
    public void Answer_MadeToHurt_IsScoredAllTheSame()
    {
        foreach (var expected in Expectations)
        {
            Assert.All(Nasty, answer => Assert.False(expected.Score(answer).Correct && expected is not ContainedTexts));
        }
    }

    [Fact]
    public void Answer_OfAnyPieces_HasAScoreFromZeroToOne()
    {
        var pieces = BenchWorkloads.All.SelectMany(workload => Enumerable.Range(0, 3).Select(index => workload.Generate(32, index, 0.05)))
            .SelectMany(prompt => new[] { prompt.Reference!, prompt.Messages[^1].Text[..100], prompt.Reference![..20] })
            .Concat(["\n", " ", "**", "ANSWER: ", "12", "1,234", "```", "{", "}", "[1]", "2031-03-14", "not", "Answer: not in the passages\n"]).ToArray();
        var prompts = BenchWorkloads.All.SelectMany(workload => Enumerable.Range(0, 3).Select(index => workload.Generate(32, index, 0.05))).ToArray();
        Gen.Select(Gen.Int[0, prompts.Length - 1], Gen.Int[0, pieces.Length - 1].Array[0, 6]).Sample((prompt, chosen) =>
        {
            var score = prompts[prompt].Expected!.Score(string.Concat(chosen.Select(i => pieces[i])));
            Assert.InRange(score.Value, 0, 1);
            Assert.All(score.Parts, part => Assert.InRange(part.Value, 0, 1));
            Assert.True(!score.Correct || score.Value >= 0.8);
        });
    }

    [Theory]
    [InlineData("support-chat")]
    [InlineData("json-extraction")]
    [InlineData("long-summary")]
    [InlineData("reasoning")]
    public void Answer_CutOff_IsNotCorrect(string name)
    {
        for (var index = 0; index < 60; index++)
        {
            var prompt = BenchWorkloads.Find(name)!.Generate(33, index, 0.1);
            var reference = prompt.Reference!;
            Assert.False(prompt.Expected!.Score(reference[..(reference.Length / 2)]).Correct);
            Assert.False(prompt.Expected.Score(reference[..^12]).Correct);
        }
    }
}
