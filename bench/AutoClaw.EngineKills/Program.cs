using AutoClaw.EngineKills;

if (KillOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("usage: engine-kills AUTOCLAW_DLL LLAMA_SERVER [--kills N] [--clients N] [--seed N]");
    return 2;
}

return await KillRun.RunAsync(options);
