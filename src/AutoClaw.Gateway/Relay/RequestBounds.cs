using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// How much there may be in a request whose bytes are few enough: each message and each tool costs an engine, and every other wire that the
/// request is told in, more than the few bytes that it takes to write.
/// </summary>
internal static class RequestBounds
{
    /// <summary>Null where it is within them.</summary>
    public static EnvelopeProblem? Check(ChatEnvelope envelope, LimitOptions limits) =>
        envelope.Messages > limits.MaxMessages ? TooMany("messages", ClientDialect.Of(envelope.Wire).MessagesField, envelope.Messages, limits.MaxMessages)
        : envelope.Tools > limits.MaxTools ? TooMany("tools", "tools", envelope.Tools, limits.MaxTools)
        : null;

    private static EnvelopeProblem TooMany(string what, string field, int found, int most) => new(
        $"too_many_{what}", field, $"The request has {found} {what}, and the gateway takes {most}. Send fewer, or raise 'limits.max_{what}'.");
}
