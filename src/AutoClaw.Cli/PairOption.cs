using System.CommandLine;
using System.CommandLine.Parsing;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Cli;

/// <summary>Options that take a pair of models: <c>strong=NAME,weak=NAME</c>.</summary>
internal static class PairOption
{
    public static Option<ModelPair?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "strong=NAME,weak=NAME",
        CustomParser = Parse,
    };

    private static ModelPair? Parse(ArgumentResult result)
    {
        var pair = ModelPair.Parse(result.Tokens[0].Value, out var error);
        if (error is not null)
        {
            result.AddError(error);
        }

        return pair;
    }
}
