namespace AutoClaw.Cli.Client;

/// <summary>Why a gateway gave no answer.</summary>
/// <param name="ExitCode">What a verb ends with: <see cref="Cli.ExitCode.Unreachable"/> where nothing answered at all.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record GatewayProblem(int ExitCode, string Message);
