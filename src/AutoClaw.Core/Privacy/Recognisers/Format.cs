namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>An identifier of fixed form.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Mask">
/// One character of the text each: <c>9</c> a digit, <c>A</c> a letter, <c>X</c> either, <c>~</c> a separator or nothing (the same at every
/// place), <c>_</c> a separator (the same too); any other is itself, in either case.
/// </param>
/// <param name="Words">What stands near it.</param>
/// <param name="Scores">How sure it is.</param>
/// <param name="Check">Whether the check digits hold.</param>
/// <param name="Separators">What may stand at <c>~</c> and <c>_</c>.</param>
internal sealed record Format(PiiType Type, string Mask, ContextWords Words, Scores Scores, CheckDigits? Check = null, string Separators = " -")
{
    /// <summary>Whether the text may not have this form at all: a month 13. Unlike a wrong check digit, no word near makes it one.</summary>
    public CheckDigits? Shape { get; init; }

    /// <summary>One format for each mask.</summary>
    public static IEnumerable<Format> Each(Format format, params string[] masks) => masks.Select(mask => format with { Mask = mask });
}
