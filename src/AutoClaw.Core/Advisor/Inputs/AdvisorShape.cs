using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AutoClaw.Core.Advisor;

/// <summary>What the JSON of inputs may hold in a place, for whoever wrote something else there.</summary>
internal static class AdvisorShape
{
    private static JsonTypeInfo Root => AdvisorJsonContext.Default.AdvisorInputs;

    /// <summary>The keys beside which an unknown one stands.</summary>
    /// <param name="field">Of the unknown one, as in <see cref="AdvisorProblem.Field"/>.</param>
    public static string KeysBeside(string field) =>
        Find(field[..Math.Max(0, field.LastIndexOf('.'))]) is { Kind: JsonTypeInfoKind.Object } parent ? $" Known are {Names(parent.Properties)}." : "";

    /// <summary>What the field takes; null where there is no such field.</summary>
    public static string? Allowed(string field)
    {
        if (Find(field) is not { } found)
        {
            return null;
        }

        var type = Nullable.GetUnderlyingType(found.Type) ?? found.Type;
        return type.IsEnum ? $"One of {string.Join(", ", EnumNames(type))}."
            : type == typeof(bool) ? "true or false."
            : type == typeof(string) ? "A text."
            : type == typeof(int) || type == typeof(long) ? "A whole number."
            : type == typeof(double) ? "A number."
            : found.Kind == JsonTypeInfoKind.Enumerable ? "A list."
            : $"An object with {Names(found.Properties)}{Needed(found)}.";
    }

    private static JsonTypeInfo? Find(string field)
    {
        JsonTypeInfo? found = Root;
        foreach (var step in field.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = step.Split('[')[0];
            found = found?.Properties.FirstOrDefault(property => property.Name == name) is { } property ? InfoOf(property.PropertyType) : null;
            if (step.Contains('[', StringComparison.Ordinal))
            {
                found = found?.ElementType is { } element ? InfoOf(element) : null;
            }
        }

        return found;
    }

    private static JsonTypeInfo? InfoOf(Type type) => AdvisorJsonContext.Default.GetTypeInfo(type);

    // As they are written: the attribute's names, not the members'.
    private static IEnumerable<string> EnumNames(Type type) =>
        Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => JsonSerializer.Serialize(Enum.ToObject(type, value), type, AdvisorJsonContext.Default).Trim('"'));

    private static string Needed(JsonTypeInfo info) =>
        info.Properties.Where(property => property.IsRequired).ToList() is { Count: > 0 } needed ? $"; needed are {Names(needed)}" : "";

    private static string Names(IEnumerable<JsonPropertyInfo> properties) => string.Join(", ", properties.Select(property => property.Name));
}
