namespace AutoClaw.Gateway.Options;

/// <summary>Which router model decides.</summary>
/// <param name="ModelFile">A file that <c>autoclaw router train</c> wrote; null: the shipped one.</param>
public sealed record RouterOptions(string? ModelFile = null);
