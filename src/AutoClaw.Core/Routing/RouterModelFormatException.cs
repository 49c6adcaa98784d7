namespace AutoClaw.Core.Routing;

/// <summary>A router model file that cannot be used: cut short, damaged, of another version, or no model at all. The message says which.</summary>
public sealed class RouterModelFormatException : Exception
{
    public RouterModelFormatException()
        : this("This is not a router model file.")
    {
    }

    public RouterModelFormatException(string message)
        : base(message)
    {
    }

    public RouterModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
