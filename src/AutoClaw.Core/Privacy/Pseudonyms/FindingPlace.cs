namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>Where a <see cref="RequestFinding"/> stands, which decides how it can be replaced.</summary>
public enum FindingPlace : byte
{
    /// <summary>A part of a text.</summary>
    Text,

    /// <summary>A part of a member's name in data of the user's own.</summary>
    Name,

    /// <summary>A whole number, which a text can only replace with quotes around it.</summary>
    Number,

    /// <summary>Somewhere in a text file that is sent in Base64: the whole of it is the place, and nothing in it can be replaced.</summary>
    Encoded,
}
