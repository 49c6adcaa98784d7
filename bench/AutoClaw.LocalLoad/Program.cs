using AutoClaw.LocalLoad;

if (RunOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("usage: local-load AUTOCLAW_DLL LLAMA_SERVER [--seconds N] [--rounds N] [--model tiny|1b|both] [--json FILE]");
    return 2;
}

return await LocalRun.RunAsync(options);
