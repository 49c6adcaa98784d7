using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>
/// How a demand for thinking is said to one model. An effort becomes a budget, or a budget an effort, by one table: <c>minimal</c> 1,024
/// tokens, <c>low</c> 2,048, <c>medium</c> 8,192, <c>high</c> 16,384, <c>xhigh</c> and <c>max</c> 32,768.
/// </summary>
/// <param name="Type">Null: nothing is said.</param>
/// <param name="Budget">For type <c>enabled</c>.</param>
/// <param name="Effort">For models that think adaptively.</param>
/// <param name="Display">Null: the model's own default.</param>
internal sealed record AnthropicThinking(string? Type, long? Budget, string? Effort, string? Display)
{
    /// <summary>The vendor takes no smaller budget.</summary>
    private const long MinBudget = 1024;

    public static AnthropicThinking Nothing { get; } = new(null, null, null, null);

    public bool IsOn => Type is "enabled" or "adaptive";

    public static AnthropicThinking Of(ChatRequest request, string model, Losses losses)
    {
        if (request.Reasoning is not { } demand || demand is { Enabled: null, Effort: null, BudgetTokens: null })
        {
            return Nothing;
        }

        var adaptive = ClaudeModel.ThinksAdaptively(model);
        if (demand.Enabled == false || demand.Effort == "none" || demand.BudgetTokens == 0)
        {
            return Nothing with { Type = "disabled" };
        }

        // The vendor refuses the two together, and a call that must be made matters more than thoughts before it.
        if (request.ToolChoice is { Mode: ToolChoiceMode.Required })
        {
            losses.AddHint("reasoning");
            return Nothing;
        }

        var display = demand.Shown switch { true => "summarized", false => "omitted", _ => null };
        if (adaptive)
        {
            return new AnthropicThinking("adaptive", null, EffortOf(demand), display);
        }

        if (demand.BudgetTokens == -1)
        {
            return new AnthropicThinking("adaptive", null, demand.Effort, display);
        }

        if (demand.BudgetTokens is null && demand.Effort is { } effort && BudgetOf(effort) is null)
        {
            losses.Add("reasoning_effort");
        }

        var budget = demand.BudgetTokens ?? BudgetOf(demand.Effort ?? "medium") ?? 8192;
        if (request.MaxOutputTokens is { } limit)
        {
            // Thoughts count towards the limit; one that was not counted out by the client leaves half of it to the answer.
            budget = Math.Min(budget, demand.BudgetTokens is null ? limit / 2 : limit - 1);
            if (limit <= MinBudget)
            {
                losses.AddHint("reasoning");
                return Nothing;
            }
        }

        return new AnthropicThinking("enabled", Math.Max(budget, MinBudget), null, display);
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (Type is null)
        {
            return;
        }

        writer.WriteStartObject("thinking"u8);
        writer.WriteString("type"u8, Type);
        if (Budget is { } budget)
        {
            writer.WriteNumber("budget_tokens"u8, budget);
        }

        if (Display is not null)
        {
            writer.WriteString("display"u8, Display);
        }

        writer.WriteEndObject();
    }

    private static long? BudgetOf(string effort) => effort switch
    {
        "minimal" => MinBudget,
        "low" => 2048,
        "medium" => 8192,
        "high" => 16384,
        "xhigh" or "max" => 32768,
        _ => null,
    };

    private static string? EffortOf(ReasoningDemand demand) => demand switch
    {
        { Effort: "minimal" } => "low",
        { Effort: { } effort } => effort,
        { BudgetTokens: > 0 and < 8192 } => "low",
        { BudgetTokens: >= 8192 and < 16384 } => "medium",
        { BudgetTokens: >= 16384 } => "high",
        _ => null,
    };
}
