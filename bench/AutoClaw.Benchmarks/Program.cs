using AutoClaw.Benchmarks;
using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/AutoClaw.Benchmarks -- --filter '*'
if (args is ["scan-tail"])
{
    ScanTail.Run();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
