using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/AutoClaw.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
