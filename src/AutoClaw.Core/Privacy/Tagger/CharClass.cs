namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>What a UTF-16 unit is to the tokens.</summary>
internal enum CharClass : byte
{
    Other,
    Space,
    NewLine,
    Lower,
    Upper,
    Digit,
    Caseless,

    /// <summary>An underscore, as within identifiers.</summary>
    Joint,
}
