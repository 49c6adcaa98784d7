using System.Text.Json;
using AutoClaw.Cli.Bench;
using AutoClaw.Cli.Bench.Output;
using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Model;
using Xunit;

namespace AutoClaw.Tests.Benchmark.Cli;

public sealed class BenchTextTests
{
    [Theory]
    [InlineData(0.000123456, "USD", "0.000123")]
    [InlineData(12.3456, "USD", "12.35")]
    [InlineData(0, "USD", "0")]
    [InlineData(1234.5, "ms", "1,234")]
    [InlineData(60.94, "ms", "60.9")]
    [InlineData(6.123, "ms", "6.12")]
    [InlineData(0.5, "share", "50 %")]
    [InlineData(double.PositiveInfinity, "USD", "no limit")]
    public void Figure_HasNoMoreDigitsThanItBears(double value, string unit, string text) => Assert.Equal(text, Figure.Of(value, unit));

    [Fact]
    public void Figure_OfAnInterval_HasItInBrackets() => Assert.Equal("60.9 (59.8 to 61.2)", Figure.Of(new Interval(60.9, 59.8, 61.2), "ms"));

    [Theory]
    [InlineData("a=http://10.0.0.1:8000/v1#m", Place.Local, "openai")]
    [InlineData("a=vllm+http://127.0.0.1:8000/v1#m", Place.Local, "vllm")]
    [InlineData("a=anthropic+https://api.anthropic.com/v1#claude#x", Place.Cloud, "anthropic")]
    public void Target_SaysWhatItMeans(string text, Place place, string kind)
    {
        var engine = BenchTarget.Parse(text, new Dictionary<string, string>(), static _ => null, out var problem);
        Assert.Null(problem);
        Assert.Equal((place, kind), (engine!.Place, engine.Kind));
    }

    [Fact]
    public void Target_OfAKnownProvider_TakesItsUsualVariable()
    {
        var engine = BenchTarget.Parse("a=https://api.openai.com/v1#gpt-4.1", new Dictionary<string, string>(), static name => name == "OPENAI_API_KEY" ? "k" : null, out _);
        Assert.Equal("k", engine!.ApiKey);
    }

    [Theory]
    [InlineData("a=http://u:p@127.0.0.1/v1#m")]
    [InlineData("a=ftp://127.0.0.1/v1#m")]
    [InlineData("http://127.0.0.1/v1")]
    [InlineData("a=http://127.0.0.1/v1#")]
    public void Target_ThatIsNone_IsRefused(string text)
    {
        Assert.Null(BenchTarget.Parse(text, new Dictionary<string, string>(), static _ => null, out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void Hardware_OfAMixture_ReadsTheActiveParameters()
    {
        var claim = HardwareClaim.Parse("local=h100-80gb-sxmx2,46.7/12.9,4.9", MarketData.Shipped, out var problem);
        Assert.Null(problem);
        Assert.Equal(("local", 2, 46.7, 12.9, 4.9), (claim!.Engine, claim.Hardware.Count, claim.Model.ParametersBillion, claim.Model.ActiveBillion, claim.Model.BitsPerWeight));
    }

    [Theory]
    [InlineData("local=h100-80gb-sxm")]
    [InlineData("local=h100-80gb-sxm,8")]
    [InlineData("h100-80gb-sxm,8,16")]
    public void Hardware_ThatIsNone_SaysHowToWriteIt(string text)
    {
        Assert.Null(HardwareClaim.Parse(text, MarketData.Shipped, out var problem));
        Assert.Contains(HardwareClaim.Syntax, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"content":[{"token":" B","logprob":-0.1,"top_logprobs":[{"token":" B","logprob":-0.1},{"token":" A","logprob":-2.5}]}]}""", 2)]
    [InlineData("""{"content":[]}""", 0)]
    [InlineData("""{"content":[{"token":"x"}]}""", 0)]
    [InlineData("null", 0)]
    public void Alternatives_AreReadFromTheFirstToken(string json, int count)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(count, TokenAlternatives.OfFirst(document.RootElement).Count);
    }

    [Fact]
    public void Report_OfAnEngineThatIsNeverRight_IsValidJsonAndComesBack()
    {
        var facts = new EngineFacts("a", Place.Cloud, "m", "openai-chat", "h");
        var report = new BenchReport
        {
            StartedAt = DateTimeOffset.UnixEpoch, Seconds = 1, Seed = 1, Scale = 1, Level = 0.95, RequestsPerMonth = 1, SpentUsd = 0.5m,
            Engines = [new BenchReporter([facts], [], 0.95, 1).Engine(facts) with { CostPerCorrect = Interval.Exactly(double.PositiveInfinity) }],
            Rows = [],
        };
        var json = BenchJson.Write(report);
        Assert.Contains("\"estimate\": null", json, StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            var read = BenchJson.Read(file, out var problem);
            Assert.Null(problem);
            Assert.Equal(double.PositiveInfinity, read!.Engines[0].CostPerCorrect!.Value.Estimate);
            Assert.Equal(report.SpentUsd, read.SpentUsd);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
