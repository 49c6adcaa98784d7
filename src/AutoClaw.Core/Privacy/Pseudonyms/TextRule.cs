namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>What a member of a request may hold.</summary>
internal enum TextRule : byte
{
    /// <summary>Text of the user; objects and arrays below it are the wire's own.</summary>
    Text,

    /// <summary>A word of the protocol, an id or a function's name: no text if it looks like one.</summary>
    Word,

    /// <summary>A signature or a ciphertext: no text if it looks like one.</summary>
    Sealed,

    /// <summary>Media in Base64 where the object around it says so, else text.</summary>
    Media,

    /// <summary>Anything of the user's own making: strings, long numbers and the names of members.</summary>
    Data,

    /// <summary>A JSON schema.</summary>
    Schema,

    /// <summary>JSON schemas by names, which stay as they are.</summary>
    Schemas,

    /// <summary>Messages of chat completions and Anthropic's, whose speakers may have names.</summary>
    Messages,
}
