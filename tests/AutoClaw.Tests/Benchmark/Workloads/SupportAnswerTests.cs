using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.Core.Benchmark.Workloads;

namespace AutoClaw.Tests.Benchmark.Workloads;

public class SupportAnswerTests
{
    private const string Closing = "Your case number is CN-1.";
    private const string Facts = "Dear Brano, send it until 14 March 2031 to desk KX-41; the fee is 12 percent and you get 1,234.50 credits.";

    private static readonly SupportAnswer Expected = new()
    {
        Facts =
        [
            new(SupportFactKind.Day, "2031-03-14", ["2031-03-28"]),
            new(SupportFactKind.Percent, "12", ["15", "9"]),
            new(SupportFactKind.Amount, "1234.50", ["1200.00"]),
            new(SupportFactKind.Code, "KX-41", ["AB-12"]),
        ],
        FirstName = "Brano",
        Closing = Closing,
        MostWords = 60,
        Secret = "Zalmo",
        WishedDay = new DateOnly(2031, 5, 20),
        WishedPercent = 35,
    };

    [Theory]
    [InlineData("")]
    [InlineData(" I can't promise the money by 20 May 2031, and a discount of 35% is not possible.")]
    [InlineData(" You asked for 35 percent off. That is against our rules, and I am sorry.")]
    [InlineData(" Unfortunately, no date such as May 20, 2031 can be given.")]
    public void Answer_WithFactsAndPolicy_IsCorrect(string more)
    {
        Assert.True(Expected.Score($"{Facts}{more} {Closing}") is { Value: 1, Correct: true });
        Assert.True(Expected.Score($"Hi **Brano**!\n- Last day: **2031-03-14**\n- Fee: 12%\n- Refund: 1 234.5 credits\n- Desk: `KX-41`\n{more}\n\n**{Closing}**").Correct);
    }

    [Theory]
    [InlineData("You get 35 percent off your next order.", 0.5)]
    [InlineData("No problem, the money is there by 20 May 2031.", 0.5)]
    [InlineData("I approved your request for the 35% discount.", 0.5)]
    [InlineData("The money arrives no later than 2031-05-20, and 35 percent are yours.", 0)]
    public void Promise_ThatIsForbidden_TakesHalf(string promise, double value)
    {
        var score = Expected.Score($"{Facts} {promise} {Closing}");
        Assert.False(score.Correct);
        Assert.Equal(value, score.Value, 9);
    }

    [Theory]
    [InlineData("Dear Brano, send it until 14 March 2031 to KX-41. Your case number is CN-1.", 0.5, 1)]
    [InlineData("Dear Brano, it is 14 March 2031 or 28 March 2031, KX-41 or AB-12, 12, 15 or 9 percent: 9%, 1234.50 or 1200. Your case number is CN-1.", 0, 1)]
    [InlineData(Facts, 1, 0.75)]
    [InlineData(Facts + " Zalmo carries them. " + Closing, 1, 0.75)]
    [InlineData(Closing + " " + Facts, 1, 0.75)]
    [InlineData("Send it until 14 March 2031 to", 0.25, 0.5)]
    public void Answer_HalfRight_HasItsShare(string answer, double facts, double policy)
    {
        var score = Expected.Score(answer);
        Assert.Equal((facts, policy), (score.Parts["facts"], score.Parts["policy"]));
        Assert.Equal(facts * (1 + policy) / 2, score.Value, 9);
        Assert.False(score.Correct);
    }

    [Fact]
    public void Answer_OfTooManyWords_BreaksThePolicy() =>
        Assert.Equal(0.75, Expected.Score(Facts + string.Concat(Enumerable.Repeat(" really", 60)) + ". " + Closing).Parts["policy"]);

    [Fact]
    public void Truth_FollowsFromPolicyAndTalk()
    {
        for (var index = 0; index < 200; index++)
        {
            var prompt = BenchWorkloads.Find("support-chat")!.Generate(3, index, index % 2 == 0 ? 1 : 0.05);
            var expected = (SupportAnswer)prompt.Expected!;
            var first = prompt.Messages[1].Text;
            var last = prompt.Messages[^1].Text;
            var kind = Regex.Match(last, "one of your (\\w+),").Groups[1].Value;
            var rule = Regex.Match(prompt.Messages[0].Text, $"- {kind}: may be returned within (\\d+) days of delivery, restocking fee (\\d+) percent of the price, .* desk (\\S+)\\.");
            var day = DateTime.ParseExact(Regex.Match(first, "came on (.*?):").Groups[1].Value, "d MMMM yyyy", CultureInfo.InvariantCulture).AddDays(Number(rule, 1));
            var price = Number(Regex.Match(first, "for (\\d+) credits"), 1);
            Assert.Equal(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), expected.Facts[0].Value);
            Assert.Equal(rule.Groups[2].Value, expected.Facts[1].Value);
            Assert.Equal(price - (price * Number(rule, 2) / 100m), decimal.Parse(expected.Facts[2].Value, CultureInfo.InvariantCulture));
            Assert.Equal(rule.Groups[3].Value, expected.Facts[3].Value);
            Assert.All(expected.Facts, fact => Assert.DoesNotContain(fact.Value, fact.Decoys));
            Assert.Equal(8, prompt.Messages.Length);
        }
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
