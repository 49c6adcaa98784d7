using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Gateway.Options;

/// <summary>A configuration's problem as programs read it. Stable: scripts rely on it.</summary>
/// <param name="File">As it was named.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Code">For example <c>AC1001</c>.</param>
/// <param name="Name">For example <c>unknown_key</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What to do; null where the message says it.</param>
internal sealed record ConfigProblemJson(string File, int Line, int Column, string Severity, string Code, string Name, string Message, string? Hint)
{
    public static ConfigProblemJson Of(ConfigProblem problem) => new(
        problem.File, problem.At.Line, problem.At.Column, problem.Code.Severity == ConfigSeverity.Error ? "error" : "warning",
        problem.Code.Id, problem.Code.Name, problem.Message, problem.Hint);
}
