namespace AutoClaw.Core.Pricing.Import;

/// <summary>Price collections that others keep, in a form of their own.</summary>
public enum PriceSource
{
    /// <summary>LiteLLM's <c>model_prices_and_context_window.json</c>.</summary>
    LiteLlm,

    /// <summary>Pydantic's genai-prices: <c>prices/data.json</c> or <c>data_slim.json</c>.</summary>
    GenaiPrices,
}
