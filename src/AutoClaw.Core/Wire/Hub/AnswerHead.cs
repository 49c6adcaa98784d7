namespace AutoClaw.Core.Wire.Hub;

/// <summary>What an answer says of itself.</summary>
/// <param name="Id">Unique, without a wire's prefix.</param>
/// <param name="Model">The name that the client asked for, or the engine's own.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="IncludeUsage">For wires where a streaming client has to ask for usage: it has.</param>
public sealed record AnswerHead(string Id, string Model, long CreatedAt, bool IncludeUsage = true)
{
    /// <summary>The client's request as it wrote it, for wires whose answers repeat parts of it; empty where the wire has no such answers.</summary>
    public ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>For wires whose answers say whether they can be fetched later: this one will be.</summary>
    public bool IsKept { get; init; }

    /// <summary>For wires where a client has to ask to see the model's thoughts: it has.</summary>
    public bool IncludeThoughts { get; init; } = true;
}
