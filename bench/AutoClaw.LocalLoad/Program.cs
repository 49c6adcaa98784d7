using AutoClaw.LocalLoad;

// As the gateway does: what the clients use of the machine is missing to the engine.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

if (RunOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("usage: local-load AUTOCLAW_DLL LLAMA_SERVER [--seconds N] [--rounds N] [--model tiny|1b|both] [--tokens N] [--json FILE]");
    return 2;
}

return await LocalRun.RunAsync(options);
