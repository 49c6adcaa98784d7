using AutoClaw.Gateway.Auth;

namespace AutoClaw.Gateway.Engines.Queue;

/// <summary>Whose call waits.</summary>
/// <param name="Key">The client key's id; null: anonymous, which all share.</param>
/// <param name="Priority">How it stands among others.</param>
internal readonly record struct Caller(string? Key, Priority Priority = Priority.Normal);
