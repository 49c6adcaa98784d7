namespace AutoClaw.Gateway.Models;

/// <summary>One promotion, or the begin of one challenge.</summary>
/// <param name="Name">The model's file within the store, named by its content.</param>
/// <param name="PromotedAt">When.</param>
/// <param name="Source">The file that it was copied from.</param>
/// <param name="Description">What the trainer or tuner noted in it: JSON.</param>
public sealed record PromotedModel(string Name, DateTimeOffset PromotedAt, string Source, string Description);
