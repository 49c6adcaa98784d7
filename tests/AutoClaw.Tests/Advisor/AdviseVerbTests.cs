using System.CommandLine;
using AutoClaw.Cli;
using AutoClaw.Cli.Advise;
using AutoClaw.Core.Advisor;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console.Testing;

namespace AutoClaw.Tests.Advisor;

public sealed class AdviseVerbTests
{
    [Fact]
    public void Advise_LongAfterTheDataWasRead_NamesWhatIsOldAndInUse()
    {
        var (output, error) = Run(new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero), "--json", "--payment", "purchase");
        Assert.StartsWith("{", output, StringComparison.Ordinal);
        Assert.Contains("Read more than 60 days ago: price of google gemini-3.1-pro-preview (", error, StringComparison.Ordinal);
        Assert.DoesNotContain("rent of ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("rtx-4090", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Advise_SoonAfterTheDataWasRead_SaysNothingOfAge() =>
        Assert.DoesNotContain("days ago", Run(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "--json").Error, StringComparison.Ordinal);

    [Fact]
    public void Questions_Return_TakesWhatIsAssumed()
    {
        using var console = Console("", "", "", "", "", "", "");
        var inputs = AdviseQuestions.Ask(console, AdvisorInputs.Default);
        Assert.Equal(AdvisorInputs.Default.Workload, inputs.Workload);
        Assert.Equal(Priority.LowestCost, inputs.Priority);
        Assert.Equal((0, null), (inputs.Constraints.MustStayLocalShare, inputs.Constraints.FirstAnswerMs));
        Assert.Empty(inputs.Problems());
    }

    [Fact]
    public void Questions_Answers_AreTaken_AndBadOnesAskedAgain()
    {
        using var console = Console("compliance", "0", "5000", "900", "many", "90", "3", "", "800");
        var inputs = AdviseQuestions.Ask(console, AdvisorInputs.Default);
        Assert.Equal(Priority.Compliance, inputs.Priority);
        Assert.Equal(new WorkloadInputs { RequestsPerMonth = 5000, InputTokens = 900, OutputTokens = 90, PeakToAverage = 3 }, inputs.Workload);
        Assert.Equal((1, 800), (inputs.Constraints.MustStayLocalShare, inputs.Constraints.FirstAnswerMs));
        Assert.Contains("From 1 to 1000000000000.", console.Output, StringComparison.Ordinal);
    }

    private static TestConsole Console(params string[] answers)
    {
        var console = new TestConsole();
        console.Profile.Capabilities.Interactive = true;
        foreach (var answer in answers)
        {
            console.Input.PushTextWithEnter(answer);
        }

        return console;
    }

    private static (string Output, string Error) Run(DateTimeOffset now, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        AdviseVerb.Create(new Terminal(output, error, colour: false), new FakeTimeProvider(now)).Parse(arguments).Invoke();
        return (output.ToString(), error.ToString());
    }
}
