using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire;

/// <summary>Opens the body of a request that an engine of another wire is to answer.</summary>
internal static class RequestBody
{
    /// <param name="body">What the client sent.</param>
    /// <param name="root">The object that it is. It outlives this call, as does what the request keeps of it.</param>
    /// <param name="problem">What is wrong with all of it; null for nothing.</param>
    public static bool TryParse(ReadOnlyMemory<byte> body, out JsonElement root, out EnvelopeProblem? problem)
    {
        root = default;
        problem = StrictJsonReader.CheckUtf8(body.Span);
        if (problem is not null)
        {
            return false;
        }

        try
        {
            root = JsonElement.Parse(body.Span, new JsonDocumentOptions { MaxDepth = StrictJsonReader.MaxDepth });
        }
        catch (JsonException error)
        {
            problem = StrictJsonReader.Invalid(error);
            return false;
        }

        problem = !WholeText.IsIn(body.Span) ? WholeText.Missing
            : root.ValueKind != JsonValueKind.Object ? new EnvelopeProblem("wrong_type", "body", "The request body must be one JSON object.")
            : null;
        return problem is null;
    }
}
