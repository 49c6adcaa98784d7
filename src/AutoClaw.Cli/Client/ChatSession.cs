using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace AutoClaw.Cli.Client;

/// <summary>A conversation with one gateway. Answers go to standard output, everything about them to standard error.</summary>
internal sealed class ChatSession(Terminal terminal, GatewayClient client, string model)
{
    private JsonArray _messages = [];
    private string _model = model;

    public async Task<int> AskOnceAsync(string question, bool json, CancellationToken cancelled)
    {
        _messages.Add(Conversation.Message("user", question));
        var (turn, problem) = await client.ChatAsync(_model, _messages, null, json ? static _ => { } : Write, cancelled);
        if (turn is null)
        {
            return terminal.Fail(problem!.ExitCode, problem.Message);
        }

        if (json)
        {
            terminal.WriteJson(turn);
        }
        else
        {
            Finish(turn);
        }

        return ExitCode.Ok;
    }

    /// <summary>Until <c>/quit</c> or the end of the input. A failed turn does not end it, except where no gateway answers.</summary>
    public async Task<int> ConverseAsync(TextReader input, CancellationToken cancelled)
    {
        terminal.Error.MarkupLineInterpolated($"[dim]model {_model}. /model NAME changes it, /clear forgets the conversation, /quit ends.[/]");
        while (true)
        {
            terminal.Error.Markup("[bold]>[/] ");
            if (await ReadLineAsync(input, cancelled) is not { } line || line.Trim() is "/quit" or "/exit")
            {
                return ExitCode.Ok;
            }

            if (line.StartsWith('/'))
            {
                Command(line.Trim());
            }
            else if (line.Trim().Length > 0 && await TakeTurnAsync(line, cancelled) is { } exitCode)
            {
                return exitCode;
            }
        }
    }

    // Reading a terminal can't be interrupted, so it has a thread that may be left behind.
    private static async Task<string?> ReadLineAsync(TextReader input, CancellationToken cancelled)
    {
        try
        {
            return await Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancelled);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Command(string line)
    {
        var parts = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        switch (parts)
        {
            case ["/model", var name]:
                _model = name;
                terminal.Error.MarkupLineInterpolated($"[dim]model {_model}[/]");
                break;
            case ["/clear"]:
                _messages = [];
                terminal.Error.MarkupLine("[dim]the conversation is forgotten[/]");
                break;
            default:
                terminal.Error.MarkupLineInterpolated($"[yellow]There is no {parts[0]} like that.[/] /model NAME, /clear, /quit");
                break;
        }
    }

    private async Task<int?> TakeTurnAsync(string question, CancellationToken cancelled)
    {
        _messages.Add(Conversation.Message("user", question));
        try
        {
            var (turn, problem) = await client.ChatAsync(_model, _messages, null, Write, cancelled);
            if (turn is null)
            {
                // What was not answered is not part of the conversation.
                _messages.RemoveAt(_messages.Count - 1);
                var exitCode = terminal.Fail(problem!.ExitCode, problem.Message);
                return exitCode == ExitCode.Unreachable ? exitCode : null;
            }

            _messages.Add(Conversation.Message("assistant", turn.Text));
            Finish(turn);
            return null;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Ok;
        }
    }

    private void Finish(ChatTurn turn)
    {
        if (!turn.Text.EndsWith('\n'))
        {
            terminal.Writer.WriteLine();
        }

        terminal.Error.MarkupLineInterpolated($"[dim]{turn.Summary()}[/]");
    }

    private void Write(string text)
    {
        terminal.Writer.Write(Printable(text));
        terminal.Writer.Flush();
    }

    // A model's answer must not be able to steer the terminal.
    private static string Printable(string text)
    {
        if (!text.Any(IsControl))
        {
            return text;
        }

        var printable = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            printable.Append(IsControl(character) ? '\uFFFD' : character);
        }

        return printable.ToString();
    }

    private static bool IsControl(char character) => char.IsControl(character) && character is not ('\n' or '\t' or '\r');
}
