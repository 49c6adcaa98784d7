using System.CommandLine;
using System.Globalization;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw router score</c>: one line a row, so that anyone can compute the metrics with other tools.</summary>
internal static class RouterScoreVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = RouterVerb.ModelOption();
        var data = RouterVerb.DataOption();
        var json = new Option<bool>("--json") { Description = "An array of {id, score, local_fails, cloud_fails} instead of lines." };
        var command = new Command("score", "Print 'id<TAB>score' for every row; higher = cloud.") { model, data, json };
        command.SetAction(parse => Run(terminal, parse.GetValue(model), parse.GetValue(data)!, parse.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string? modelPath, string[] paths, bool json)
    {
        if (RouterVerb.ReadModel(terminal, modelPath) is not { } model || RouterVerb.ReadData(terminal, paths) is not { } data)
        {
            return ExitCode.Failed;
        }

        var scores = RouterVerb.Scores(model, data.Rows);
        if (json)
        {
            terminal.WriteJson(data.Rows.Select((row, i) => new { row.Id, Score = scores[i].Score, scores[i].LocalFails, scores[i].CloudFails }));
            return ExitCode.Ok;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            terminal.Writer.WriteLine($"{data.Rows[i].Id}\t{scores[i].Score.ToString("R", CultureInfo.InvariantCulture)}");
        }

        return ExitCode.Ok;
    }
}
