namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>Whose words the names of an object's members are.</summary>
internal enum TextRegion : byte
{
    /// <summary>The wire's, in the request's own object.</summary>
    Top,

    /// <summary>The wire's, in a message.</summary>
    Message,

    /// <summary>The wire's.</summary>
    Protocol,

    /// <summary>The user's.</summary>
    Data,

    /// <summary>Those of JSON schema.</summary>
    Schema,

    /// <summary>Names that a schema gives to others.</summary>
    Schemas,
}
