using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>
/// A reasoning item's <c>encrypted_content</c>, which a client sends back untouched. It also carries what engines of other wires want
/// back, marked with whose it is, so that a conversation goes on where an engine insists on its signatures.
/// </summary>
internal static class EncryptedContent
{
    /// <summary>This wire's own kind of <see cref="OpaqueState"/>.</summary>
    public const string Kind = "encrypted_content";

    private const string Mark = "autoclaw:";
    private const string CallMark = "autoclaw-call:";

    /// <param name="state">Whoever's it is.</param>
    /// <param name="ofCall">It belongs to the call that follows and not to a thought.</param>
    public static string Write(OpaqueState state, bool ofCall = false) => state.Wire == WireName.OpenAiResponses && !ofCall
        ? state.Value
        : $"{(ofCall ? CallMark : Mark)}{state.Wire}:{state.Kind}:{state.Value}";

    /// <summary>Undoes <see cref="Write"/>.</summary>
    public static OpaqueState Read(string value, out bool ofCall)
    {
        ofCall = value.StartsWith(CallMark, StringComparison.Ordinal);
        if ((ofCall || value.StartsWith(Mark, StringComparison.Ordinal))
            && value[(ofCall ? CallMark : Mark).Length..].Split(':', 3) is [var wire, var kind, var inner]
            && Enum.TryParse<WireName>(wire, out var name) && Enum.IsDefined(name))
        {
            return new OpaqueState(name, kind, inner);
        }

        ofCall = false;
        return new OpaqueState(WireName.OpenAiResponses, Kind, value);
    }
}
