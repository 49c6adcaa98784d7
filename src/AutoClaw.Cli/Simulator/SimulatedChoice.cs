namespace AutoClaw.Cli.Simulator;

/// <summary>One of the answers to a request: text or function calls, decided before the first byte goes out.</summary>
/// <param name="Text">UTF-8; empty where there are function calls.</param>
/// <param name="ToolCalls">Empty where there is text.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c> or <c>tool_calls</c>.</param>
/// <param name="Tokens">Of all of it.</param>
internal sealed record SimulatedChoice(byte[] Text, SimulatedToolCall[] ToolCalls, string FinishReason, int Tokens)
{
    /// <summary>The client's stop sequence that ended the text; null for none.</summary>
    public string? StopSequence { get; init; }
}
