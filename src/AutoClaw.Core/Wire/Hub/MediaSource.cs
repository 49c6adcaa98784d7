namespace AutoClaw.Core.Wire.Hub;

/// <summary>Media inside a message: given by address or in the request itself. Exactly one of <paramref name="Url"/>, <paramref name="Base64"/> and <paramref name="FileId"/> is set.</summary>
/// <param name="MediaType">For example <c>image/png</c>; null where nothing is said.</param>
/// <param name="Url">Where the engine finds it.</param>
/// <param name="Base64">The bytes.</param>
/// <param name="FileId">Of a file that was uploaded to one vendor, so that no other can read it.</param>
public sealed record MediaSource(string? MediaType, string? Url = null, string? Base64 = null, string? FileId = null);
