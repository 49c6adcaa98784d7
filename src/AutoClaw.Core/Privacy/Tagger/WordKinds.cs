namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>What a word is known as, in lists and in everyday text.</summary>
[Flags]
internal enum WordKinds : ushort
{
    None = 0,
    FirstName = 1,
    LastName = 2,
    City = 4,
    Country = 8,
    Nationality = 16,
    Title = 32,
    OrganizationWord = 64,
    OrganizationName = 128,
    StreetWord = 256,

    /// <summary>Written in lower case in everyday text.</summary>
    Common = 512,

    /// <summary>A day, a month, a season.</summary>
    Calendar = 1024,
}
