using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>The signatures of thoughts, which a model wants back with the parts that they came with.</summary>
internal static class GeminiSignature
{
    /// <summary>The field.</summary>
    public const string Kind = "thoughtSignature";

    /// <summary>What the API takes in place of a signature, for calls that another model made.</summary>
    public const string None = "skip_thought_signature_validator";

    /// <summary><see cref="None"/>, as it travels.</summary>
    public static ReadOnlySpan<byte> NoneUtf8 => "skip_thought_signature_validator"u8;

    public static OpaqueState? Read(string value) => value == None ? null : new OpaqueState(WireName.Gemini, Kind, value);

    /// <summary>The signature in <paramref name="state"/>; null where it is another wire's.</summary>
    public static string? Of(OpaqueState? state) => state is { Wire: WireName.Gemini, Kind: Kind } ? state.Value : null;
}
