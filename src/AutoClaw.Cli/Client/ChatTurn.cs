using System.Globalization;

namespace AutoClaw.Cli.Client;

/// <summary>One answer, as the client saw it. Fields are null where the gateway did not say.</summary>
internal sealed record ChatTurn
{
    public required string Text { get; init; }

    public string? RequestId { get; init; }

    public string? Engine { get; init; }

    public string? Place { get; init; }

    /// <summary>The model that answered.</summary>
    public string? Model { get; init; }

    public bool Simulated { get; init; }

    public string? Reason { get; init; }

    public double? Score { get; init; }

    /// <summary>Milliseconds to the first text, measured here.</summary>
    public double? TtftMs { get; init; }

    public double TotalMs { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    /// <summary>Null where the price is unknown.</summary>
    public decimal? CostUsd { get; init; }

    public string? FinishReason { get; init; }

    /// <summary>One line for people: engine, place, TTFT, tokens, cost.</summary>
    public string Summary()
    {
        var culture = CultureInfo.InvariantCulture;
        var simulated = Simulated ? ", simulated" : string.Empty;
        var ttft = TtftMs is { } first ? string.Create(culture, $"first token after {first:0} ms") : "no text";
        var tokens = (InputTokens, OutputTokens) is ({ } input, { } output) ? string.Create(culture, $"{input} + {output} tokens") : "tokens unknown";
        var cost = CostUsd is { } usd ? "$" + usd.ToString("0.############", culture) : "cost unknown";
        return $"{Engine ?? "unknown engine"} ({Place ?? "unknown place"}{simulated}), {Model ?? "unknown model"}, {ttft}, {tokens}, {cost}";
    }
}
