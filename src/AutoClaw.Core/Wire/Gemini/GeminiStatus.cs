namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Google's names for errors, beside HTTP's numbers and OpenAI's names.</summary>
internal static class GeminiStatus
{
    public static string Of(int status) => status switch
    {
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        408 or 504 => "DEADLINE_EXCEEDED",
        409 => "ABORTED",
        429 => "RESOURCE_EXHAUSTED",
        499 => "CANCELLED",
        501 => "UNIMPLEMENTED",
        502 or 503 or 529 => "UNAVAILABLE",
        >= 500 => "INTERNAL",
        _ => "INVALID_ARGUMENT",
    };

    /// <summary>The number that belongs to an error of which only OpenAI's type is known, as inside a stream.</summary>
    public static int OfType(string? type) => type switch
    {
        "invalid_request_error" => 400,
        "authentication_error" => 401,
        "permission_error" or "permission_denied_error" => 403,
        "not_found_error" => 404,
        "rate_limit_error" or "insufficient_quota" => 429,
        "overloaded_error" => 503,
        "timeout_error" => 504,
        _ => 500,
    };

    /// <summary>OpenAI's type for one of Google's names.</summary>
    public static string TypeOf(string? name) => name switch
    {
        "INVALID_ARGUMENT" or "FAILED_PRECONDITION" or "OUT_OF_RANGE" or "UNIMPLEMENTED" => "invalid_request_error",
        "UNAUTHENTICATED" => "authentication_error",
        "PERMISSION_DENIED" => "permission_error",
        "NOT_FOUND" => "not_found_error",
        "RESOURCE_EXHAUSTED" => "rate_limit_error",
        "UNAVAILABLE" => "overloaded_error",
        "DEADLINE_EXCEEDED" => "timeout_error",
        _ => "server_error",
    };
}
