using System.Text.Json;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>The answer must be JSON.</summary>
/// <param name="Schema">That it must match; null: any JSON object.</param>
/// <param name="Name">The schema's name; null where nothing is said.</param>
/// <param name="Description">For the model; null for none.</param>
/// <param name="Strict">It must match to the letter; null where nothing is said.</param>
public sealed record ResponseFormat(JsonElement? Schema, string? Name = null, string? Description = null, bool? Strict = null);
