using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Learning;

/// <summary>Who asked, what was decided, who answered.</summary>
/// <param name="RequestId">What the client saw as <c>x-autoclaw-request-id</c>.</param>
/// <param name="KeyId">The client's key; null for an anonymous loopback client.</param>
/// <param name="Subject">Whom it is about, hashed; null where it names nobody.</param>
/// <param name="Route">The route, or the name that pinned an engine.</param>
/// <param name="Score">The router model's score; null if it was not asked.</param>
/// <param name="Engine">Who answered.</param>
/// <param name="Place">Where.</param>
internal readonly record struct AnsweredRequest(string RequestId, string? KeyId, string? Subject, string Route, double? Score, string Engine, Place Place);
