using System.Net.Sockets;
using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Verbs;

public sealed class UpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Up_NothingConfigured_SaysWhatItFoundAndAnswersThePrintedCurl()
    {
        using var folder = new CliFolder();
        await using var up = CliProcess.Start(folder, "up", "--port", "0");
        await up.Output.FirstAsync(line => line.StartsWith("ready", StringComparison.Ordinal), Cancellation);
        var lines = up.Output.Items;
        Assert.Contains(lines, line => line.StartsWith("simulated", StringComparison.Ordinal) && line.Contains("cloud engine", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("API key    sk-ac-", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("self-test  ", StringComparison.Ordinal) && line.Contains("first token after", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("from openai import OpenAI", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("import OpenAI from \"openai\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("new OpenAI.Chat.ChatClient(\"auto\"", StringComparison.Ordinal));

        var start = lines.ToList().FindIndex(line => line.StartsWith("curl http", StringComparison.Ordinal));
        var curl = await CliProcess.RunAsync(folder, "bash", ["-c", "set -e\n" + string.Join('\n', lines.Skip(start).Take(3))]);
        Assert.Equal("chat.completion", curl.Json().GetProperty("object").GetString());

        up.Signal("-INT");
        Assert.Equal(ExitCode.Ok, (await up.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Up_PortTaken_NamesThePortAndHowToFindItsOwner()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", RunningGateway.Config);
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var result = await CliProcess.RunAsync(folder, "up", "--port", $"{port}");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains($"127.0.0.1:{port} is in use", result.Errors, StringComparison.Ordinal);
        Assert.Contains("ss -ltnp", result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.Split('\n'));
    }

    [Fact]
    public async Task Up_InvalidFile_ShowsItsProblemsAndExitsWith3()
    {
        using var folder = new CliFolder();
        folder.Write("my.yaml", "listen: http://127.0.0.1:0\nengines:\n  one:\n    kind: simulator\n    plaice: local\n    model: m\n");
        var result = await CliProcess.RunAsync(folder, "up", "-c", "my.yaml");
        Assert.Equal(ExitCode.Config, result.ExitCode);
        Assert.Contains("my.yaml:5:5", result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Up_VendorKeys_AreNeverPrinted()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", RunningGateway.Config.Replace(
            "routes:",
            "  vendor:\n    kind: openai\n    place: cloud\n    base_url: http://127.0.0.1:9/v1\n    private_network: true\n    model: m\n    api_key: \"${VENDOR_KEY}\"\nroutes:",
            StringComparison.Ordinal));
        folder.Environment["VENDOR_KEY"] = "do-not-print-this";
        foreach (var json in (string[][])[[], ["--json"]])
        {
            await using var up = CliProcess.Start(folder, ["up", "--port", "0", .. json]);
            await up.Output.FirstAsync(line => line == "}" || line.StartsWith("ready", StringComparison.Ordinal), Cancellation);
            up.Signal("-TERM");
            var result = await up.WaitAsync();
            Assert.Contains("vendor", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("do-not-print-this", result.Output + result.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Up_Terminated_FinishesTheAnswerUnderWay()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", RunningGateway.Config.Replace(
            "tokens_per_second: 0, output_tokens: 20", "tokens_per_second: 40, output_tokens: 60", StringComparison.Ordinal));
        await using var up = CliProcess.Start(folder, "up", "--port", "0", "--json");
        await up.Output.FirstAsync(line => line == "}", Cancellation);
        using var report = JsonDocument.Parse(up.OutputText);
        using var http = new HttpClient();
        using var body = new StringContent("""{"model":"auto","stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, report.RootElement.GetProperty("base_url").GetString() + "/chat/completions") { Content = body };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        up.Signal("-TERM");
        await up.Errors.FirstAsync(line => line.Contains("stopping", StringComparison.Ordinal), Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await up.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Up_FileEdited_StartsTheNewSimulator()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", RunningGateway.Config);
        await using var up = CliProcess.Start(folder, "up", "--port", "0", "--json");
        await up.Output.FirstAsync(line => line == "}", Cancellation);
        using var report = JsonDocument.Parse(up.OutputText);
        folder.Write("autoclaw.yaml", RunningGateway.Config.Replace(
            "routes:", "  third:\n    kind: simulator\n    place: local\n    model: simulated-third\nroutes:", StringComparison.Ordinal));
        await up.Errors.FirstAsync(line => line.Contains("3 engine", StringComparison.Ordinal), Cancellation);
        folder.Environment["AUTOCLAW_URL"] = report.RootElement.GetProperty("base_url").GetString();
        var turn = (await CliProcess.RunAsync(folder, "chat", "--json", "--model", "third", "Hello")).Json();
        Assert.Equal("simulated-third", turn.GetProperty("model").GetString());
    }
}
