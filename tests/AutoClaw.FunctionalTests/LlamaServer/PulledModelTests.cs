using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>From nothing to an answer of a local model: pull, up.</summary>
public sealed class PulledModelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Up_AfterAPull_AnswersFromThePulledModel()
    {
        using var folder = new CliFolder();
        folder.Environment["AUTOCLAW_LLAMA_SERVER"] = LlamaServerBinary.Require();
        var file = Path.Combine(folder.Path, "tiny.gguf");
        TinyModel.Write(file, 8192);
        Assert.Equal(0, (await CliProcess.RunAsync(folder, "models", "pull", file)).ExitCode);

        await using var up = CliProcess.Start(folder, "up", "--port", "0", "--json");
        await up.Output.FirstAsync(line => line == "}", Cancellation);
        Assert.Contains("\"kind\": \"llama-server\"", up.OutputText, StringComparison.Ordinal);
        Assert.Contains(TinyModel.Answer[..5], up.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_AfterAPull_WritesAFileThatHasIt()
    {
        using var folder = new CliFolder();
        folder.Environment["AUTOCLAW_LLAMA_SERVER"] = LlamaServerBinary.Require();
        var file = Path.Combine(folder.Path, "tiny.gguf");
        TinyModel.Write(file, 8192);
        await CliProcess.RunAsync(folder, "models", "pull", file);

        Assert.Equal(0, (await CliProcess.RunAsync(folder, "init")).ExitCode);
        Assert.Contains("llama_server: {model_file: tiny", File.ReadAllText(Path.Combine(folder.Path, "autoclaw.yaml")), StringComparison.Ordinal);
        Assert.Equal(0, (await CliProcess.RunAsync(folder, "config", "check")).ExitCode);
    }
}
