namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>A tagger file that cannot be used: cut short, damaged, of another version, or no tagger at all. The message says which.</summary>
public sealed class PiiModelFormatException : Exception
{
    public PiiModelFormatException()
        : this("This is not a tagger file.")
    {
    }

    public PiiModelFormatException(string message)
        : base(message)
    {
    }

    public PiiModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
