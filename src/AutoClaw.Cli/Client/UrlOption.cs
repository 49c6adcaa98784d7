using System.CommandLine;

namespace AutoClaw.Cli.Client;

/// <summary><c>--url</c>: where a gateway listens.</summary>
internal static class UrlOption
{
    /// <param name="what">What is there.</param>
    /// <param name="variable">The environment's variable that names it where the option is left out.</param>
    /// <param name="usual">Where it is without both.</param>
    public static Option<Uri> Create(string what, string variable, string usual) => new("--url")
    {
        Description = $"{what}. Left out: {variable}, else {usual}.",
        HelpName = "URL",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            result.AddError($"'{result.Tokens[0].Value}' is not a URL. Write it like {usual}.");
            return null;
        },
    };

    /// <summary>The option's value, else the variable's, else the usual one.</summary>
    public static Uri Read(ParseResult parse, Option<Uri> option, string variable, string usual) =>
        parse.GetValue(option) ?? (Uri.TryCreate(Environment.GetEnvironmentVariable(variable), UriKind.Absolute, out var given) ? given : new Uri(usual));
}
