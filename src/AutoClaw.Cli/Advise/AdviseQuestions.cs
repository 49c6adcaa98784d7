using System.Globalization;
using AutoClaw.Core.Advisor;
using Spectre.Console;

namespace AutoClaw.Cli.Advise;

/// <summary>Asks for what matters most; return takes what is assumed.</summary>
internal static class AdviseQuestions
{
    public static AdvisorInputs Ask(IAnsiConsole console, AdvisorInputs inputs)
    {
        var priorities = InputOptions.Priorities;
        var priority = console.Prompt(new TextPrompt<string>("What matters most?").AddChoices(priorities).DefaultValue(priorities[(int)inputs.Priority]));
        double Number(string question, double usual, double low, double high) => console.Prompt(
            new TextPrompt<double>(question).DefaultValue(usual).Validate(value => value >= low && value <= high, string.Create(CultureInfo.InvariantCulture, $"From {low} to {high}.")));

        var work = new WorkloadInputs
        {
            RequestsPerMonth = Number("Requests a month?", inputs.Workload.RequestsPerMonth, 1, 1e12),
            InputTokens = Number("Prompt tokens of the mean request?", inputs.Workload.InputTokens, 1, 1e8),
            OutputTokens = Number("Tokens of the mean answer?", inputs.Workload.OutputTokens, 1, 1e8),
            PeakToAverage = Number("The busiest hour's requests over those of the mean hour?", inputs.Workload.PeakToAverage, 1, 1000),
        };
        var chosen = inputs with { Priority = (Priority)priorities.IndexOf(priority), Workload = work };
        var stay = Number("Share of the tokens that may not leave, 0 to 1?", chosen.Priority is Priority.DataPrivacy or Priority.Compliance ? 1 : 0, 0, 1);
        var wait = Number("Answers begin within how many milliseconds (0: any)?", 0, 0, 1e12);
        return chosen with { Constraints = inputs.Constraints with { MustStayLocalShare = stay, FirstAnswerMs = wait > 0 ? wait : null } };
    }
}
