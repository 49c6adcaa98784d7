using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Verbs;

public sealed class SimulateVerbTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task Simulate_Signal_StopsCleanly(string signal)
    {
        using var folder = new CliFolder();
        await using var simulator = CliProcess.Start(folder, "simulate", "--port", "0", "--tokens", "3", "--ttft", "1ms", "--tps", "1000");
        var url = await simulator.Output.AtAsync(0, Cancellation);
        using var http = new HttpClient();
        using var body = new StringContent("""{"messages":[{"role":"user","content":"x"}]}""");
        using var answer = await http.PostAsync(new Uri(url + "/chat/completions"), body, Cancellation);
        Assert.Contains("\"This answer.\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        simulator.Signal(signal);
        Assert.Equal(ExitCode.Ok, (await simulator.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Simulate_Json_PrintsOneObject()
    {
        using var folder = new CliFolder();
        await using var simulator = CliProcess.Start(folder, "simulate", "--port", "0", "--model", "m", "--json");
        await simulator.Output.FirstAsync(line => line == "}", Cancellation);
        using var json = JsonDocument.Parse(simulator.OutputText);
        Assert.Equal("m", json.RootElement.GetProperty("model").GetString());
        Assert.StartsWith("http://127.0.0.1:", json.RootElement.GetProperty("base_url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_PortTaken_SaysWhatToDo()
    {
        using var folder = new CliFolder();
        await using var first = CliProcess.Start(folder, "simulate", "--port", "0");
        var port = new Uri(await first.Output.AtAsync(0, Cancellation)).Port;
        var second = await CliProcess.RunAsync(folder, "simulate", "--port", $"{port}");
        Assert.Equal(ExitCode.Failed, second.ExitCode);
        Assert.Contains("Choose another one with --port", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_PipeOrNoColor_HasNoEscapes()
    {
        using var folder = new CliFolder();
        folder.Environment["NO_COLOR"] = "1";
        var result = await CliProcess.RunAsync(folder, "simulate", "--fail", "nonsense");
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.StartsWith("error: 'nonsense' is not a way to fail.", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Errors);
    }
}
