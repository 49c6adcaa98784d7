using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Learning;

/// <summary>A part of a budget that is spoken for.</summary>
/// <param name="Route">Whose budget.</param>
/// <param name="Since">Begin of the day or month that it counts in.</param>
/// <param name="Estimate">What was taken.</param>
internal sealed record ShadowReservation(string Route, DateTimeOffset Since, Money Estimate);
