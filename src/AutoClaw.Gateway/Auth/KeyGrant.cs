using AutoClaw.Core.Privacy;

namespace AutoClaw.Gateway.Auth;

/// <summary>What a client key that got in may do.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Priority">How its requests stand among others'.</param>
/// <param name="MaxConcurrent">Its requests at the same time; null: any number.</param>
/// <param name="Privacy">Where its requests may go.</param>
/// <param name="UnderWay">Its requests now, where they are limited; the same across reloads.</param>
internal sealed record KeyGrant(string Id, Priority Priority, int? MaxConcurrent, PrivacyLabel Privacy, UnderWayCount UnderWay);
