namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>A recogniser of what has one of a few characters in it, for example an @.</summary>
internal abstract class SignRecogniser(string signs, params PiiType[] types) : Recogniser(types)
{
    public string Signs => signs;

    /// <param name="search">The text.</param>
    /// <param name="at">Where one of <see cref="Signs"/> stands.</param>
    public abstract void Look(in PiiSearch search, int at);
}
