using System.Text;
using AutoClaw.Core.Routing;

namespace AutoClaw.Tests.Routing;

public sealed class RouterModelTests
{
    public static TheoryData<string> Texts => new()
    {
        "",
        " ",
        "?",
        "hi",
        "What's the weather in Ulm?",
        "Prove that every bounded monotone sequence converges.\n```python\ndef f(x):\n    return x\n```",
        "A train leaves at 3. Another at 4. When do they meet?",
        "Which?\nA. one\nB. two\nC. three\nD. four",
        "今日の天気は？ Как дела? مرحبا",
        new string('x', 5000),
        string.Concat(Enumerable.Repeat("a b ", 3000)),
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Score_AnyText_GivesProbabilities(string text) => AssertProbabilities(Score(text));

    [Fact]
    public void Score_InvalidUtf8_GivesProbabilities()
    {
        byte[] bytes = [0xFF, 0xC0, 0x80, 0xE2, 0x28, 0xA1, (byte)'a', 0xF0, 0x9F];
        AssertProbabilities(RouterModel.Shipped.Score(new RouterInput { Text = bytes, Turns = 1 }));
    }

    [Fact]
    public void Score_SameInput_SameScore() => Assert.Equal(Score("Explain monads with an example."), Score("Explain monads with an example."));

    [Fact]
    public void Score_AsciiCase_LeavesOnlyTheShareOfCapitals()
    {
        var lower = new int[FeatureExtractor.MaxSlots];
        var upper = new int[FeatureExtractor.MaxSlots];
        var a = FeatureExtractor.Extract(new RouterInput { Text = "write a poem about rain"u8 }, Spans(lower));
        var b = FeatureExtractor.Extract(new RouterInput { Text = "WRITE a Poem  about\nRAIN"u8 }, Spans(upper));

        Assert.Equal(a, b);
        Assert.Equal(lower[..a.Total], upper[..b.Total]);
    }

    private static FeatureSpans Spans(int[] slots) => new()
    {
        Slots = slots,
        Dense = new float[StructuralFeatures.Count],
        Words = new ushort[FeatureExtractor.MaxWords],
        Trees = new float[TreeFeatures.Count],
    };

    [Fact]
    public void Score_TextOfTwoKilobytes_AllocatesNothing()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Compare the cost of two plans, in 2 tables. ", 46)));
        var model = RouterModel.Shipped;
        Assert.Equal(0, Allocations.Of(() => model.Score(new RouterInput { Text = text, Turns = 1 })));
        AssertProbabilities(model.Score(new RouterInput { Text = text, Turns = 1 }));
    }

    [Fact]
    public void Score_LongText_ReadsHeadAndTailAlone()
    {
        var head = new string('h', TextClip.Head);
        var tail = new string('t', TextClip.Tail);
        var one = Score(head + new string('1', 3000) + tail);
        var other = Score(head + new string('?', 3000) + tail);

        Assert.Equal(one, other);
    }

    [Fact]
    public void Score_ToolsTurnsAndContext_LeanTowardsTheCloud()
    {
        var text = "and the second one?"u8;
        var alone = RouterModel.Shipped.Score(new RouterInput { Text = text, Turns = 1, ConversationBytes = text.Length });
        var deep = RouterModel.Shipped.Score(new RouterInput { Text = text, Turns = 8, Tools = 6, ConversationBytes = 60_000 });

        Assert.True(deep.Score > alone.Score, $"{deep.Score} <= {alone.Score}");
    }

    [Fact]
    public async Task Score_ManyThreads_AgreeWithOne()
    {
        var expected = Score("Summarise this contract.");
        var scores = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Score("Summarise this contract."))));
        Assert.All(scores, s => Assert.Equal(expected, s));
    }

    [Fact]
    public void Score_LongerAnswersExpected_HaveMoreTokens()
    {
        var sum = Score("What is 2 plus 3?");
        var problem = Score("Tom has 12 boxes. Each box holds 8 pens, and each pen costs 2 dollars. He sells half of them at 3 dollars and the rest at 4 dollars. He then buys 6 more boxes. How much money does he have left?");

        Assert.InRange(sum.LocalTokens, 4f, 3000f);
        Assert.True(problem.LocalTokens > 0 && problem.CloudTokens > 0);
    }

    private static RouterScore Score(string text) =>
        RouterModel.Shipped.Score(new RouterInput { Text = Encoding.UTF8.GetBytes(text), Turns = 1 });

    private static void AssertProbabilities(RouterScore score)
    {
        Assert.InRange(score.LocalFails, 0f, 1f);
        Assert.InRange(score.CloudFails, 0f, 1f);
    }
}
