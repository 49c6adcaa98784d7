using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>What an engine says of its refusal, as far as it says anything.</summary>
/// <param name="Message">For people, clipped to 2,000 characters; null if none was found.</param>
/// <param name="Type">OpenAI's kind of error, for example <c>invalid_request_error</c>.</param>
/// <param name="Param">The request field at fault.</param>
/// <param name="Code">For programs, for example <c>context_length_exceeded</c>.</param>
/// <param name="Inner">What its <c>innererror</c> says besides, an object; null if there is none. Azure tells there what its filter found.</param>
public sealed record EngineError(string? Message, string? Type = null, string? Param = null, string? Code = null, JsonElement? Inner = null);
