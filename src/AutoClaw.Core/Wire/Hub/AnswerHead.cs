namespace AutoClaw.Core.Wire.Hub;

/// <summary>What an answer says of itself.</summary>
/// <param name="Id">Unique, without a wire's prefix.</param>
/// <param name="Model">The name that the client asked for, or the engine's own.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="IncludeUsage">For wires where a streaming client has to ask for usage: it has.</param>
public sealed record AnswerHead(string Id, string Model, long CreatedAt, bool IncludeUsage = true);
