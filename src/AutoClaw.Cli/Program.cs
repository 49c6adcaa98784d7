using AutoClaw.Cli;

return await CommandLine.RunAsync(AutoClawCommand.Create(), args, Terminal.Default);
