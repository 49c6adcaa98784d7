using System.Text.Json;

namespace AutoClaw.Gateway.Learning;

/// <summary>What a user thought of an answer.</summary>
/// <param name="RequestId">The answer's <c>x-autoclaw-request-id</c>.</param>
/// <param name="Rating">-1 (useless) to 1 (as good as can be).</param>
/// <param name="Comment">In the user's words; null without.</param>
internal sealed record Feedback(string RequestId, double Rating, string? Comment)
{
    public const int MaxComment = 4000;

    private const string Shape = "Send a JSON object with request_id, rating (-1 to 1, \"up\" or \"down\") and optionally comment.";

    /// <summary>Null where the body is no feedback; then <paramref name="param"/> and <paramref name="problem"/> say why.</summary>
    public static Feedback? Read(ReadOnlyMemory<byte> body, out string? param, out string problem)
    {
        param = null;
        problem = "";
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                problem = $"The body is no JSON object. {Shape}";
                return null;
            }

            if (!root.TryGetProperty("request_id", out var id) || id.ValueKind != JsonValueKind.String || id.GetString() is not { Length: > 0 } requestId)
            {
                (param, problem) = ("request_id", $"request_id is missing or no string: it is the answer's header x-autoclaw-request-id. {Shape}");
                return null;
            }

            if (RatingOf(root) is not { } rating)
            {
                (param, problem) = ("rating", $"rating is missing or out of range. {Shape}");
                return null;
            }

            if (root.TryGetProperty("comment", out var comment)
                && (comment.ValueKind is not (JsonValueKind.String or JsonValueKind.Null) || comment.GetString()?.Length > MaxComment))
            {
                (param, problem) = ("comment", $"comment is no string of at most {MaxComment} characters.");
                return null;
            }

            return new Feedback(requestId, rating, comment.ValueKind == JsonValueKind.String ? comment.GetString() : null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Invalid operation: a string that is half a surrogate pair.
            problem = $"The body is not valid JSON. {Shape}";
            return null;
        }
    }

    private static double? RatingOf(JsonElement root) => !root.TryGetProperty("rating", out var rating) ? null : rating.ValueKind switch
    {
        JsonValueKind.String => rating.GetString() switch { "up" => 1, "down" => -1, _ => null },
        JsonValueKind.Number when rating.TryGetDouble(out var number) && number is >= -1 and <= 1 => number,
        _ => null,
    };
}
