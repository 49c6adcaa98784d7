using AutoClaw.Cli;

return await AutoClawCommand.Create().Parse(args).InvokeAsync();
