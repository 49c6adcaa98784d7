namespace AutoClaw.Core.Wire.Gemini;

/// <summary>What differs between the generations of Google's models, told by their names, as the API has no field for it.</summary>
/// <param name="TakesLevels">Thinking is asked for in levels; before, in tokens.</param>
/// <param name="NeedsSignatures">A conversation's calls are refused without the signatures that the model gave them.</param>
internal sealed record GeminiGeneration(bool TakesLevels, bool NeedsSignatures)
{
    private static readonly GeminiGeneration Third = new(TakesLevels: true, NeedsSignatures: true);
    private static readonly GeminiGeneration Earlier = new(TakesLevels: false, NeedsSignatures: false);

    public static GeminiGeneration Of(string model)
    {
        var start = model.IndexOf("gemini-", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return Earlier;
        }

        // Names without a number, such as gemini-flash-latest, are the newest.
        var version = model.AsSpan(start + "gemini-".Length);
        return version is [>= '0' and < '3', '.' or '-', ..] ? Earlier : Third;
    }
}
