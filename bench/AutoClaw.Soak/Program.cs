using AutoClaw.Soak;

if (SoakOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("usage: soak AUTOCLAW_DLL [--seconds N] [--warmup SECONDS] [--clients N] [--peak SECONDS] [--every SECONDS]");
    return 2;
}

return await SoakRun.RunAsync(options);
