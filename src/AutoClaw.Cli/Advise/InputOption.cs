using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;

namespace AutoClaw.Cli.Advise;

/// <summary>An option that stands for one or more fields of the advisor's inputs, named as in their JSON.</summary>
/// <param name="Option">As typed.</param>
/// <param name="Fields">For example <c>workload.requests_per_month</c>.</param>
/// <param name="Value">What was given.</param>
internal sealed record InputOption(Option Option, ImmutableArray<string> Fields, Func<ParseResult, JsonNode> Value)
{
    public static InputOption Number(string name, string description, params ImmutableArray<string> fields)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result => Refuse(result, static text => !double.TryParse(text, out var value) || double.IsFinite(value), "is no number"));
        return new(option, fields, parse => parse.GetValue(option));
    }

    public static InputOption Whole(string name, string description, params ImmutableArray<string> fields)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N" };
        return new(option, fields, parse => parse.GetValue(option));
    }

    public static InputOption Time(string name, string description, params ImmutableArray<string> fields)
    {
        var option = DurationOption.Create(name, description);
        return new(option, fields, parse => parse.GetValue(option).TotalMilliseconds);
    }

    public static InputOption Text(string name, string description, params ImmutableArray<string> fields)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "NAME" };
        return new(option, fields, parse => parse.GetValue(option)!);
    }

    public static InputOption Yes(string name, string description, params ImmutableArray<string> fields)
    {
        var option = new Option<bool>(name) { Description = description };
        return new(option, fields, parse => parse.GetValue(option));
    }

    public static InputOption Choice(string name, string description, string[] choices, params ImmutableArray<string> fields)
    {
        var option = new Option<string>(name) { Description = description };
        option.AcceptOnlyFromAmong(choices);
        return new(option, fields, parse => parse.GetValue(option)!);
    }

    public static InputOption Names(string name, string description, params ImmutableArray<string> fields)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = "NAMES" };
        return new(option, fields, parse => new JsonArray([
            .. (parse.GetValue(option) ?? []).SelectMany(static text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(static text => (JsonNode)text),
        ]));
    }

    /// <summary>Lays the value over an object of the inputs' form.</summary>
    public void Lay(ParseResult parse, JsonObject over)
    {
        foreach (var field in Fields)
        {
            var names = field.Split('.');
            var part = over;
            foreach (var name in names[..^1])
            {
                part[name] ??= new JsonObject();
                part = part[name]!.AsObject();
            }

            part[names[^1]] = Value(parse);
        }
    }

    private static void Refuse(OptionResult result, Func<string, bool> allowed, string what)
    {
        if (result.Tokens is [var token] && !allowed(token.Value))
        {
            result.AddError($"{result.Option.Name}: '{token.Value}' {what}.");
        }
    }
}
