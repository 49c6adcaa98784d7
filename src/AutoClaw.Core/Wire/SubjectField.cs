using System.Text.Json;

namespace AutoClaw.Core.Wire;

/// <summary>The field in which a request says whom it is about.</summary>
internal static class SubjectField
{
    /// <summary>Goes past the value. Another type than text is the engine's to judge.</summary>
    /// <param name="json">On the value.</param>
    /// <param name="wins">Over what another field said.</param>
    /// <param name="known">What that was.</param>
    public static ByteRange Take(ref StrictJsonReader json, bool wins, ByteRange known)
    {
        var subject = json.TokenType == JsonTokenType.String && json.ValueLength > 0 && (wins || !known.IsPresent) ? json.Token() : known;
        json.Skip();
        return subject;
    }
}
