using System.Globalization;
using System.Text.Json;

namespace AutoClaw.Core.Benchmark.Workloads.Answers;

/// <summary>What two JSON values have in common, counted in values that hold no others. An empty object or array counts as one.</summary>
internal static class JsonLeaves
{
    public static int Count(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Math.Max(1, value.EnumerateObject().Sum(property => Count(property.Value))),
        JsonValueKind.Array => Math.Max(1, value.EnumerateArray().Sum(Count)),
        _ => 1,
    };

    public static int Equal(JsonElement truth, JsonElement found) => (truth.ValueKind, found.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => Empty(truth) && Empty(found) ? 1
            : truth.EnumerateObject().Sum(property => found.TryGetProperty(property.Name, out var value) ? Equal(property.Value, value) : 0),
        (JsonValueKind.Array, JsonValueKind.Array) => Items(truth, found),
        (JsonValueKind.Object or JsonValueKind.Array, _) or (_, JsonValueKind.Object or JsonValueKind.Array) => 0,
        _ => Key(truth) == Key(found) ? 1 : 0,
    };

    private static bool Empty(JsonElement value) => !value.EnumerateObject().Any();

    private static int Items(JsonElement truth, JsonElement found)
    {
        if (truth.GetArrayLength() == 0 && found.GetArrayLength() == 0)
        {
            return 1;
        }

        // More than any task has: an answer of thousands of items must not cost a square of them.
        var open = found.EnumerateArray().Take(256).ToList();
        var sum = 0;
        foreach (var item in truth.EnumerateArray())
        {
            if (open.Count == 0)
            {
                break;
            }

            var best = Enumerable.Range(0, open.Count).MaxBy(i => Equal(item, open[i]));
            sum += Equal(item, open[best]);
            open.RemoveAt(best);
        }

        return sum;
    }

    /// <summary>A number in a string is the same value as the number: its form is the schema's business.</summary>
    private static string Key(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? Number(number) : value.GetRawText(),
        JsonValueKind.String => NumberText.In(value.GetString()!).Take(2).ToArray() is [var number] && !value.GetString()!.Any(char.IsAsciiLetter) && DateText.In(value.GetString()!).Days.Count == 0
            ? Number(number)
            : "text " + PlainText.Key(value.GetString()!),
        _ => value.ValueKind.ToString(),
    };

    private static string Number(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);
}
