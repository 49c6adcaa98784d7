using System.CommandLine;
using AutoClaw.Cli.Client;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw chat</c>: talks to a running gateway; line by line on a terminal, one question with TEXT or from a pipe.</summary>
internal static class ChatVerb
{
    public static Command Create(Terminal terminal)
    {
        var address = new GatewayAddress();
        var text = new Argument<string[]>("TEXT") { Description = "One question. Left out on a terminal: a conversation; in a pipe: standard input.", Arity = ArgumentArity.ZeroOrMore };
        var model = new Option<string>("--model", "-m") { Description = "Route, engine or model to ask.", HelpName = "NAME", DefaultValueFactory = static _ => "auto" };
        var json = new Option<bool>("--json") { Description = "Print one object with the answer and its figures instead of text." };
        var command = new Command("chat", "Talk to the gateway from the terminal.") { text, model, address.Url, address.Key, json };
        command.SetAction(async (parse, cancelled) =>
        {
            using var client = address.Connect(parse);
            var session = new ChatSession(terminal, client, parse.GetValue(model)!);
            var words = parse.GetValue(text)!;
            if (words.Length == 0 && !Console.IsInputRedirected && !parse.GetValue(json))
            {
                return await session.ConverseAsync(Console.In, cancelled);
            }

            var question = words.Length > 0 ? string.Join(' ', words) : await Console.In.ReadToEndAsync(cancelled);
            return string.IsNullOrWhiteSpace(question)
                ? terminal.Fail(ExitCode.Usage, "There is no question: give it as TEXT or on standard input.")
                : await session.AskOnceAsync(question, parse.GetValue(json), cancelled);
        });
        return command;
    }
}
