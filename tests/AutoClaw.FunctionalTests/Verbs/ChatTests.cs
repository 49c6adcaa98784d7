using AutoClaw.Cli;
using AutoClaw.Cli.Client;

namespace AutoClaw.FunctionalTests.Verbs;

public sealed class ChatTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OneShot_Text_GivesTheAnswerAloneOnStandardOutput()
    {
        var result = await CliProcess.RunAsync(gateway.Folder, "chat", "What", "is", "this?");
        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.StartsWith("This answer is simulated", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("first token", result.Output, StringComparison.Ordinal);
        Assert.Matches("^(local|cloud) \\((local|cloud), simulated\\), simulated-(local|cloud), first token after [0-9]+ ms, [0-9]+ \\+ 20 tokens, \\$", result.Errors);
    }

    [Fact]
    public async Task OneShot_Pipe_ReadsAllOfStandardInput()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "autoclaw");
        var result = await CliProcess.RunAsync(gateway.Folder, program, ["chat", "--json", "--model", "cloud"], "one line\nand another\n");
        Assert.Equal("cloud", result.Json().GetProperty("place").GetString());
    }

    [Fact]
    public async Task OneShot_Json_HasTheFigures()
    {
        var turn = (await CliProcess.RunAsync(gateway.Folder, "chat", "--json", "--model", "cloud", "Hello")).Json();
        Assert.Equal(20, turn.GetProperty("output_tokens").GetInt64());
        Assert.True(turn.GetProperty("simulated").GetBoolean());
        Assert.Equal(
            ((turn.GetProperty("input_tokens").GetInt64() * 2m) + (20 * 8m)) / 1_000_000,
            turn.GetProperty("cost_usd").GetDecimal());
        Assert.StartsWith("req_", turn.GetProperty("request_id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneShot_UnknownModel_FailsWithTheGatewaysWords()
    {
        var result = await CliProcess.RunAsync(gateway.Folder, "chat", "--model", "no-such", "Hello");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("There is no model 'no-such' here", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneShot_NoGateway_ExitsWith4AndSaysWhatToDo()
    {
        var result = await CliProcess.RunAsync(gateway.Folder, "chat", "--url", "http://127.0.0.1:9", "Hello");
        Assert.Equal(ExitCode.Unreachable, result.ExitCode);
        Assert.Contains("Start one with 'autoclaw up'", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversation_CommandsAndTurns_AreTold()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        using var client = new GatewayClient(new Uri(gateway.BaseUrl), null);
        var session = new ChatSession(new Terminal(output, errors, false), client, "auto");
        using var input = new StringReader("/model cloud\nfirst\n/model no-such\nsecond\n/model local\nthird\n/clear\n/nonsense\n\n/quit\nnever\n");
        Assert.Equal(ExitCode.Ok, await session.ConverseAsync(input, Cancellation));
        Assert.Equal(2, output.ToString().Split("This answer is simulated").Length - 1);
        var told = errors.ToString();
        Assert.Contains("cloud (cloud, simulated)", told, StringComparison.Ordinal);
        Assert.Contains("There is no model 'no-such'", told, StringComparison.Ordinal);
        Assert.Contains("local (local, simulated)", told, StringComparison.Ordinal);
        Assert.Contains("the conversation is forgotten", told, StringComparison.Ordinal);
        Assert.Contains("There is no /nonsense", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversation_SecondTurn_CarriesTheFirst()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        using var client = new GatewayClient(new Uri(gateway.BaseUrl), null);
        var session = new ChatSession(new Terminal(output, errors, false), client, "local");
        using var input = new StringReader("same words\nsame words\n");
        await session.ConverseAsync(input, Cancellation);
        var prompts = errors.ToString().Split('\n').Where(line => line.Contains(" tokens,", StringComparison.Ordinal))
            .Select(line => int.Parse(line.Split("ms, ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(2, prompts.Count);

        // The second prompt holds the first one, its answer of 20 tokens, and itself.
        Assert.True(prompts[1] > prompts[0] + 20);
    }

    [Fact]
    public async Task Conversation_NoGateway_Ends()
    {
        using var client = new GatewayClient(new Uri("http://127.0.0.1:9"), null);
        var session = new ChatSession(new Terminal(new StringWriter(), new StringWriter(), false), client, "auto");
        using var input = new StringReader("hello\nhello\n");
        Assert.Equal(ExitCode.Unreachable, await session.ConverseAsync(input, Cancellation));
    }
}
