using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Admin;

/// <summary>One request that has been let in.</summary>
/// <param name="Context">The exchange.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Id">What stands in the path where the table has <c>{id}</c>; empty where it has none.</param>
internal sealed record AdminRequest(HttpContext Context, AdminCaller Caller, string Id);
