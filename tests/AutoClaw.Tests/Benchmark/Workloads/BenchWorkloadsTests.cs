using AutoClaw.Core.Benchmark.Workloads;
using AutoClaw.Core.Wire;

namespace AutoClaw.Tests.Benchmark.Workloads;

public class BenchWorkloadsTests
{
    public static TheoryData<string> Names => [.. BenchWorkloads.All.Select(workload => workload.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Prompt_AtFullScale_HasItsNominalLength(string name)
    {
        var workload = BenchWorkloads.Find(name)!;
        for (var index = 0; index < (workload.InputTokens > 5000 ? 20 : 200); index++)
        {
            var tokens = WorkloadTokens.Of(workload.Generate(11, index));
            Assert.True(Math.Abs(tokens - workload.InputTokens) <= workload.InputTokens * 0.1, $"{name} {index}: {tokens} tokens");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reference_OfManySeedsAndScales_IsCorrectAndFits(string name)
    {
        var workload = BenchWorkloads.Find(name)!;
        for (var seed = 0UL; seed < 300; seed++)
        {
            var prompt = workload.Generate(seed, (int)seed % 7, seed % 3 == 0 ? 1 : seed % 3 == 1 ? 0.05 : 0.05 + (0.95 * seed / 300));
            var score = prompt.Expected!.Score(prompt.Reference!);
            Assert.True(score is { Value: 1, Correct: true }, $"{name} {seed}: {score.Value} {string.Join(' ', score.Parts)}\n{prompt.Reference}");
            Assert.InRange(WorkloadTokens.Of(prompt.Reference!), 1, prompt.MaxTokens);
            Assert.Equal(MessageRole.User, prompt.Messages[^1].Role);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Answer_EmptyOrOfAnotherPrompt_IsWrong(string name)
    {
        var workload = BenchWorkloads.Find(name)!;
        for (var index = 0; index < 50; index++)
        {
            var expected = workload.Generate(5, index).Expected!;
            foreach (var answer in new[] { string.Empty, "   \n", "I don't know.", "{", "ANSWER:", "```json\n```", string.Join('\n', workload.Generate(6, index).Messages.Select(message => message.Text)) })
            {
                var score = expected.Score(answer);
                Assert.False(score.Correct);
                Assert.InRange(score.Value, 0, 0.2);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Answer_InBoldWithOtherLineEnds_IsStillCorrect(string name)
    {
        var workload = BenchWorkloads.Find(name)!;
        for (var index = 0; index < 50 && name != "json-extraction"; index++)
        {
            var prompt = workload.Generate(8, index);
            var bold = string.Join("\r\n", prompt.Reference!.Split('\n').Select(line => line.Length == 0 ? line : $"**{line}**"));
            Assert.True(prompt.Expected!.Score(bold).Correct, bold);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Prompt_OfTheSameSeed_IsTheSameBytes(string name)
    {
        var workload = BenchWorkloads.Find(name)!;
        var one = workload.Generate(99, 3, 0.4);
        var two = workload.Generate(99, 3, 0.4);
        Assert.Equal(one.Messages.AsEnumerable(), two.Messages);
        Assert.Equal((one.Id, one.MaxTokens, one.Reference), (two.Id, two.MaxTokens, two.Reference));
        Assert.NotEqual(one.Messages[^1], workload.Generate(99, 4, 0.4).Messages[^1]);
        Assert.NotEqual(one.Messages[^1], workload.Generate(98, 3, 0.4).Messages[^1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Prompt_AtSmallScale_IsMuchShorter(string name)
    {
        var workload = BenchWorkloads.Find(name)!;
        var least = workload.Generate(4, 0, BenchWorkloads.LeastScale);
        Assert.InRange(WorkloadTokens.Of(least), 1, workload.InputTokens * 0.6);
        Assert.True(least.MaxTokens < workload.Generate(4, 0).MaxTokens);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0.04)]
    [InlineData(0, 1.01)]
    [InlineData(0, double.NaN)]
    public void Prompt_OutsideOfItsRanges_IsRefused(int index, double scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BenchWorkloads.All[0].Generate(1, index, scale));

    [Fact]
    public void Workload_ThatThereIsNot_IsNull() => Assert.Null(BenchWorkloads.Find("chess"));
}
