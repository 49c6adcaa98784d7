using System.Collections.Immutable;
using System.Text.Json;
using AutoClaw.Core.Benchmark.Workloads.Answers;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>
/// A JSON value with these fields. What counts is each value at the end of a path; items of an array are compared with those they have
/// most in common with, in any order.
/// </summary>
/// <param name="Truth">The right value as JSON text.</param>
/// <param name="Nullable">Names of properties that may be null instead of what they are in <paramref name="Truth"/>.</param>
public sealed record JsonFields(string Truth, ImmutableHashSet<string> Nullable) : Expectation
{
    /// <inheritdoc/>
    public override AnswerScore Score(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var document = JsonDocument.Parse(Truth);
        if (JsonText.Read(answer) is not { } found)
        {
            return AnswerScore.Of(0, false, ("field_f1", 0), ("json", 0), ("schema_valid", 0));
        }

        var truth = document.RootElement;
        var valid = HasForm(truth, found, null);
        var equal = JsonLeaves.Equal(truth, found);
        var f1 = 2.0 * equal / Math.Max(1, JsonLeaves.Count(truth) + JsonLeaves.Count(found));
        return AnswerScore.Of(valid ? f1 : f1 / 2, valid && f1 >= 1, ("field_f1", f1), ("json", 1), ("schema_valid", valid ? 1 : 0));
    }

    /// <summary>The same properties, none besides, each of the same type. An array may have any number of items of its first item's form.</summary>
    private bool HasForm(JsonElement truth, JsonElement found, string? name)
    {
        if (name is not null && Nullable.Contains(name) && (found.ValueKind == JsonValueKind.Null || truth.ValueKind == JsonValueKind.Null))
        {
            return found.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
        }

        return truth.ValueKind switch
        {
            JsonValueKind.Object => found.ValueKind == JsonValueKind.Object
                && found.EnumerateObject().Count() == truth.EnumerateObject().Count()
                && truth.EnumerateObject().All(property => found.TryGetProperty(property.Name, out var value) && HasForm(property.Value, value, property.Name)),
            JsonValueKind.Array => found.ValueKind == JsonValueKind.Array
                && (truth.GetArrayLength() == 0 || found.EnumerateArray().All(item => HasForm(truth[0], item, null))),
            JsonValueKind.True or JsonValueKind.False => found.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => found.ValueKind == truth.ValueKind,
        };
    }
}
