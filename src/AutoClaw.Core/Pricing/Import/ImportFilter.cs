using System.IO.Enumeration;

namespace AutoClaw.Core.Pricing.Import;

/// <summary>Which entries are asked for. Names are compared without case; <c>*</c> stands for any text.</summary>
/// <param name="Provider">The provider, as the imported row will name it; null: every one.</param>
/// <param name="Model">The model's name as the provider takes it; null: every one.</param>
public sealed record ImportFilter(string? Provider = null, string? Model = null)
{
    public bool Takes(string provider, string model) => Fits(Provider, provider) && Fits(Model, model);

    private static bool Fits(string? pattern, string name) => pattern is null || FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}
