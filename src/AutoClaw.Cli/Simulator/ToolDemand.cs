namespace AutoClaw.Cli.Simulator;

/// <summary>Whether the simulator has to, may or must not call a function. A named function is <see cref="ChatCall.ForcedTool"/>.</summary>
internal enum ToolDemand
{
    Auto,
    None,
    Required,
}
