using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Core.Advisor.Recommendations;

namespace AutoClaw.Core.Advisor;

/// <summary>The JSON of inputs and advice: snake_case, enums by name, unknown keys refused.</summary>
public static class AdvisorJson
{
    private const int MostDepth = 32;

    public static string Write(AdvisorInputs inputs) => JsonSerializer.Serialize(inputs, AdvisorJsonContext.Default.AdvisorInputs);

    public static string Write(Advice advice) => JsonSerializer.Serialize(advice, AdvisorJsonContext.Default.Advice);

    /// <summary>Reads inputs (UTF-8 JSON). What is left out, at any depth, is as in <see cref="AdvisorInputs.Default"/>; a list replaces the default's.</summary>
    public static AdvisorInputsLoad Read(ReadOnlySpan<byte> json) => Read(json, AdvisorInputs.Default);

    /// <summary>The same, upon other inputs than the default ones.</summary>
    public static AdvisorInputsLoad Read(ReadOnlySpan<byte> json, AdvisorInputs under)
    {
        AdvisorInputs inputs;
        try
        {
            var given = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = MostDepth, AllowDuplicateProperties = false });
            var all = JsonSerializer.SerializeToNode(under, AdvisorJsonContext.Default.AdvisorInputs)!.AsObject();
            if (given is not JsonObject named)
            {
                return new(null, [new AdvisorProblem("", "An object.")]);
            }

            Lay(named, all);
            inputs = all.Deserialize(AdvisorJsonContext.Default.AdvisorInputs)!;
        }
        catch (JsonException problem)
        {
            var field = Field(problem.Path);
            return new(null, [new AdvisorProblem(field, Message(problem, field))]);
        }

        var problems = inputs.Problems();
        return new(problems.IsEmpty ? inputs : null, problems);
    }

    private static void Lay(JsonObject given, JsonObject over)
    {
        foreach (var (key, value) in given)
        {
            if (value is JsonObject part && over[key] is JsonObject whole)
            {
                Lay(part, whole);
            }
            else
            {
                over[key] = value?.DeepClone();
            }
        }
    }

    private static string Field(string? path) => path is null ? "" : path.TrimStart('$').TrimStart('.');

    // The runtime's words name its own types; these are for whoever wrote the file.
    private static string Message(JsonException problem, string field) =>
        problem.Message.Contains("could not be mapped", StringComparison.Ordinal) ? $"Unknown key.{AdvisorShape.KeysBeside(field)}"
        : problem.Path is null ? "Not JSON, or a key named twice."
        : AdvisorShape.Allowed(field) ?? "Not a value of this kind, or one that is missing.";
}
