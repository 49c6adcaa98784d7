namespace AutoClaw.Core.Privacy;

/// <summary>What is done with a request in which a type of personal data was found, the mildest first.</summary>
public enum PiiAction : byte
{
    /// <summary>It may go anywhere with it.</summary>
    Allow,

    /// <summary>Engines of other houses get a placeholder for it, and the client gets the value back in the answer.</summary>
    Pseudonymise,

    /// <summary>Engines of other houses get a placeholder for it, which nothing brings back.</summary>
    Redact,

    /// <summary>Only local engines get the request.</summary>
    RouteLocal,

    /// <summary>Nobody gets it.</summary>
    Block,
}
