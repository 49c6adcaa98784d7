using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <summary>A whole local answer that did not pass its checks: nobody has seen it, and it is served only if the cloud fails.</summary>
/// <param name="Engine">Who gave it.</param>
/// <param name="Attempt">Filled in and not settled.</param>
/// <param name="Answer">What the client would get.</param>
internal sealed record HeldAnswer(EngineClient Engine, Attempt Attempt, AnswerReader Answer);
