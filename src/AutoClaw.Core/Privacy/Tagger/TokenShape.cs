namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>What a token looks like, whatever it says.</summary>
internal static class TokenShape
{
    /// <summary>Before the text and after it.</summary>
    public const byte Edge = 0;
    public const byte Lower = 1;
    public const byte Capitalised = 2;
    public const byte Capitals = 3;
    public const byte OneCapital = 4;
    public const byte MixedCase = 5;
    public const byte Caseless = 6;

    /// <summary>One digit; the shapes up to <see cref="ManyDigits"/> have one more each.</summary>
    public const byte Digit = 7;
    public const byte ManyDigits = 12;
    public const byte DigitsThenLetters = 13;
    public const byte LettersThenDigits = 14;
    public const byte Identifier = 15;
    public const byte NewLine = 16;
    public const byte Stop = 17;
    public const byte Comma = 18;
    public const byte Colon = 19;
    public const byte Apostrophe = 20;
    public const byte Quote = 21;
    public const byte Hyphen = 22;
    public const byte Slash = 23;
    public const byte Bracket = 24;
    public const byte At = 25;
    public const byte Mark = 26;
    public const byte Other = 27;

    /// <summary>Set beside the shape of a token that has letters beyond ASCII.</summary>
    public const byte Foreign = 32;

    public static bool IsWord(byte shape) => shape is >= Lower and <= Caseless;

    public static bool HasCapital(byte shape) => shape is >= Capitalised and <= MixedCase;

    public static bool IsNumber(byte shape) => shape is >= Digit and <= DigitsThenLetters;

    public static byte OfPunctuation(char c) => c switch
    {
        '.' => Stop,
        ',' or ';' => Comma,
        ':' => Colon,
        '\'' or '\u2019' => Apostrophe,
        '"' or '\u201C' or '\u201D' or '\u00AB' or '\u00BB' or '\u201E' or '`' => Quote,
        '-' or '\u2013' or '\u2014' => Hyphen,
        '/' or '\\' => Slash,
        '(' or ')' or '[' or ']' or '{' or '}' or '<' or '>' => Bracket,
        '@' => At,
        '!' or '?' => Mark,
        _ => Other,
    };
}
