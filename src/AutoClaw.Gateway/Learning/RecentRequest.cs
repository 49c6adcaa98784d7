using AutoClaw.Core.Model;
using AutoClaw.Core.Routing.Tuning;

namespace AutoClaw.Gateway.Learning;

/// <summary>One answered request, as far as a label needs it.</summary>
/// <param name="RequestId">What the client saw as <c>x-autoclaw-request-id</c>.</param>
/// <param name="KeyId">Whose it was; null for an anonymous loopback client.</param>
/// <param name="Subject">Whom it is about, hashed; null where it names nobody.</param>
/// <param name="Route">The route, or the name that pinned an engine.</param>
/// <param name="Score">What the router model said; null if it was not asked.</param>
/// <param name="Engine">Who answered.</param>
/// <param name="Place">Where.</param>
/// <param name="Features">What the model reads of it.</param>
/// <param name="Text">The last user message, where the operator chose to keep it.</param>
internal sealed record RecentRequest(
    string RequestId, string? KeyId, string? Subject, string Route, double? Score, string Engine, Place Place, PromptFeatures Features, string? Text);
