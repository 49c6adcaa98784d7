using AutoClaw.Core.Privacy;

namespace AutoClaw.Gateway.Engines;

/// <summary>
/// A request was about to go where its label does not let it. All that decides asks the label before, so this is a fault of the gateway; it ends
/// the call as one that could not connect, and nothing has left.
/// </summary>
internal sealed class EgressRefusedException(string engine, PrivacyLabel label)
    : HttpRequestException($"engine '{engine}' may not have a request that is labelled {label}")
{
    public PrivacyLabel Label => label;
}
