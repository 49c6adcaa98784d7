namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>How sure a form is.</summary>
/// <param name="Bare">Written without separators, no word near that says what it is.</param>
/// <param name="Grouped">Written in its groups, no such word near.</param>
/// <param name="Near">Such a word stands near, or the text is nothing else.</param>
/// <param name="Wrong">Such a word stands near, but the check digits don't hold: a slip of the pen is personal all the same. 0: not reported.</param>
internal readonly record struct Scores(float Bare, float Grouped, float Near, float Wrong = 0)
{
    /// <summary>The check alone says it.</summary>
    public static readonly Scores Strong = new(1, 1, 1, .5f);

    /// <summary>The form is rare enough to stand alone.</summary>
    public static readonly Scores Formed = new(.6f, .7f, .95f);

    /// <summary>Only with a word near; grouped as people write it, it is worth showing.</summary>
    public static readonly Scores Weak = new(.2f, .4f, .9f);

    /// <summary>A check that one number in ten passes.</summary>
    public static readonly Scores OneInTen = new(.3f, .45f, .95f, .5f);
}
