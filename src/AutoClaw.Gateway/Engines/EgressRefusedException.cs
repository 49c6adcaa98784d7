using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Engines;

/// <summary>
/// A request was about to go where its label, or what is in it, does not let it. All that decides asks before, so this is a fault of the
/// gateway; it ends the call as one that could not connect, and nothing has left.
/// </summary>
internal sealed class EgressRefusedException(string engine, Attempt attempt) : HttpRequestException($"engine '{engine}' may not have a request that {WhyOf(attempt)}")
{
    public string Why => WhyOf(attempt);

    private static string WhyOf(Attempt attempt) => attempt.IsBarred ? "has personal data" : $"is labelled {attempt.Privacy}";
}
