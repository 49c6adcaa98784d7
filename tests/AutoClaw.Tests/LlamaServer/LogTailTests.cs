using AutoClaw.Gateway.LlamaServer;

namespace AutoClaw.Tests.LlamaServer;

public sealed class LogTailTests
{
    [Fact]
    public void Problem_SeveralErrors_IsTheFirst() => Assert.Equal(
        "it ended with exit code 1: gguf_init_from_reader: invalid magic characters",
        Of("0.00.010.000 I srv starting", "0.00.035.461 E gguf_init_from_reader: invalid magic characters", "0.00.035.700 E srv load_model: failed to load model").Problem(1));

    [Fact]
    public void Problem_PlainError_IsThatLine() =>
        Assert.Equal("it ended with exit code 1: error: invalid argument: --foo", Of("load_backend: loaded", "error: invalid argument: --foo", "").Problem(1));

    [Fact]
    public void Problem_NothingSaid_IsTheExitCode() => Assert.Equal("it ended with exit code 3 and said nothing", Of().Problem(3));

    [Theory]
    [InlineData(137, "signal 9")]
    [InlineData(139, "signal 11")]
    public void Problem_Killed_NamesTheSignal(int exitCode, string signal) => Assert.Contains(signal, Of("fine").Problem(exitCode), StringComparison.Ordinal);

    [Fact]
    public void Lines_ManyAndLong_AreBounded()
    {
        var log = Of([.. Enumerable.Range(0, 1000).Select(i => $"{i} {new string('x', 5000)}")]);

        Assert.Equal(200, log.Lines().Count);
        Assert.All(log.Lines(), line => Assert.True(line.Length <= 2000));
        Assert.StartsWith("999 ", log.Lines()[^1], StringComparison.Ordinal);
    }

    private static LogTail Of(params string[] lines)
    {
        var log = new LogTail();
        foreach (var line in lines)
        {
            log.Add(line);
        }

        return log;
    }
}
