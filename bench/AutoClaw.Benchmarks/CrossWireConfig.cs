using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using Perfolizer.Horology;

namespace AutoClaw.Benchmarks;

/// <summary>Short rounds, and the median: sixteen pairs twice, on machines that others use as well. Compiled as the gateway is.</summary>
internal sealed class CrossWireConfig : ManualConfig
{
    public CrossWireConfig()
    {
        AddJob(Job.Default
            .WithWarmupCount(8)
            .WithIterationCount(11)
            .WithIterationTime(TimeInterval.FromMilliseconds(120))
            .WithEnvironmentVariables(new EnvironmentVariable("DOTNET_TieredPGO", "0"), new EnvironmentVariable("DOTNET_TC_QuickJit", "0")));
        AddColumn(BenchmarkDotNet.Columns.StatisticColumn.Median);
        HideColumns("Mean", "Error", "StdDev", "RatioSD", "Gen0", "Alloc Ratio");
        AddColumn(new DifferenceColumn());
    }
}
