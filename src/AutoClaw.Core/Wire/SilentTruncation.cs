namespace AutoClaw.Core.Wire;

/// <summary>Tells from an engine's own count whether it read all of a prompt.</summary>
public static class SilentTruncation
{
    /// <summary>True if the engine most likely cut the prompt.</summary>
    /// <param name="estimated">Our estimate of the prompt's tokens: four bytes a token.</param>
    /// <param name="reported">The engine's count; 0 or less where it gave none, which proves nothing.</param>
    /// <param name="context">Tokens of prompt and answer together that the engine takes.</param>
    public static bool IsLikely(long estimated, long reported, int context)
    {
        if (reported <= 0)
        {
            return false;
        }

        // A prompt that leaves no room for an answer is what is left of one that was cut.
        if (reported >= context - 1)
        {
            return true;
        }

        // Whole messages dropped from the front leave less than the context. Text of more than eight bytes a token hardly exists beside a
        // prompt that comes near the context; shorter prompts can't have been cut.
        return reported * 2 < estimated && estimated * 2 > context;
    }
}
