using AutoClaw.Core.Privacy;

namespace AutoClaw.Tests.Privacy;

/// <summary>A text and what is in it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Template">What it was made from; those made from one are alike.</param>
/// <param name="About">The one type that it says something about, if it is a vector.</param>
/// <param name="Labels">What is in it.</param>
internal sealed record LabelledText(string Text, int Template, PiiType? About, IReadOnlyList<Label> Labels)
{
    /// <summary>The rules were written with the other half in sight.</summary>
    public bool IsHeldOut => Template % 2 != 0;
}
