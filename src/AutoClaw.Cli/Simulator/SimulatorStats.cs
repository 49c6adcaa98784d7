namespace AutoClaw.Cli.Simulator;

/// <summary>
/// What the simulator counted since it started. <c>Requests = Answered + Rejected + Failed + Cancelled + InFlight</c> whenever no
/// request is just starting or ending.
/// </summary>
/// <param name="Requests">Requests to answer a chat or to embed; counting tokens and looking at models or at these figures is not one.</param>
/// <param name="Answered">Answers sent whole.</param>
/// <param name="Rejected">Refused as malformed or without the key.</param>
/// <param name="Failed">Went wrong on purpose.</param>
/// <param name="Cancelled">The client left before the answer was whole.</param>
/// <param name="InFlight">Being answered now.</param>
/// <param name="PromptTokens">Of whole answers only: what their usage said.</param>
/// <param name="CompletionTokens">Of whole answers only: what their usage said.</param>
/// <param name="PartialCompletionTokens">Sent in answers that did not become whole.</param>
/// <param name="Images">Image parts in whole answers' prompts.</param>
internal sealed record SimulatorStats(
    long Requests,
    long Answered,
    long Rejected,
    long Failed,
    long Cancelled,
    long InFlight,
    long PromptTokens,
    long CompletionTokens,
    long PartialCompletionTokens,
    long Images);
