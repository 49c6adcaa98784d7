namespace AutoClaw.Gateway.Options;

/// <summary>Who says what two answers are worth.</summary>
/// <param name="Kind"><c>exact</c>, <c>schema</c> or <c>engine</c>.</param>
/// <param name="Engine">The engine that is asked; null unless <paramref name="Kind"/> is <c>engine</c>.</param>
public sealed record JudgeOptions(string Kind, string? Engine = null)
{
    public static JudgeOptions Exact { get; } = new("exact");

    public static JudgeOptions Schema { get; } = new("schema");

    /// <summary>What labels call it.</summary>
    public string Name => Engine ?? Kind;
}
