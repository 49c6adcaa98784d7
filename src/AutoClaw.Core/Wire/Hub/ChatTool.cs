using System.Text.Json;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>A function that the model may call, or a tool of one vendor that runs at the vendor.</summary>
/// <param name="Name">Of the function, or the vendor's type of tool.</param>
/// <param name="Description">For the model; null for none.</param>
/// <param name="Parameters">A JSON schema; null for a function without parameters.</param>
/// <param name="Strict">The arguments must match the schema; null where nothing is said.</param>
/// <param name="Vendor">The whole tool where only one wire knows it, so that only its engines can serve the request; null for a function.</param>
public sealed record ChatTool(string Name, string? Description, JsonElement? Parameters, bool? Strict = null, ForeignField? Vendor = null);
