namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>A recogniser that goes through the whole text itself, once.</summary>
internal abstract class TextRecogniser(params PiiType[] types) : Recogniser(types)
{
    public abstract void Look(in PiiSearch search);
}
