namespace AutoClaw.Gateway.Options;

/// <summary>One administrator's key <c>sk-ac-admin-ID-SECRET</c>, without its secret.</summary>
/// <param name="Id">The public part: letters and digits; what the log shows.</param>
/// <param name="Hash"><c>sha256:</c> and the lower-case hex SHA-256 of the whole key's UTF-8 bytes.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="Name">What the operator calls it.</param>
public sealed record AdminKeyOptions(string Id, string Hash, AdminScope Scope = AdminScope.Read, string? Name = null);
