using System.Text.Json;
using AutoClaw.Gateway.Engines.Detection;

namespace AutoClaw.Gateway.Engines;

/// <summary>Where an engine tells the context that its model was loaded with.</summary>
/// <param name="Path">What to get, from the server's root.</param>
/// <param name="Value">The number's property.</param>
/// <param name="List">The array in which the model is to be found; null where the answer is about one model.</param>
/// <param name="Key">The property of the array's objects that names the model.</param>
/// <param name="Within">The object that holds <paramref name="Value"/>, where there is no list; null: the answer itself.</param>
internal sealed record ContextSource(string Path, string Value, string? List = null, string Key = "id", string? Within = null)
{
    /// <summary>The context in that answer; null where it does not say.</summary>
    public int? Read(JsonElement answer, string model) => List is null
        ? ProbeAnswer.Count(Within is null ? answer : ProbeAnswer.Property(answer, Within), Value)
        : ProbeAnswer.Objects(answer, List)
            .Where(each => ModelName.Matches(ProbeAnswer.Text(each, Key), model))
            .Select(each => ProbeAnswer.Count(each, Value))
            .FirstOrDefault(count => count is not null);
}
