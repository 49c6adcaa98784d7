namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Ends a stream so that nobody takes it for whole, after the client was told in an error event: not every SDK looks at those, but none
/// overlooks that the last chunk is missing. Thrown through to the server on purpose. It then sends what is on its way out and closes;
/// aborting the request would throw that away, the error event too.
/// </summary>
internal sealed class BrokenAnswerException() : Exception("The engine broke off; the client has been told.");
