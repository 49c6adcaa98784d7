namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>How a word (a run of ASCII letters and digits with a digit in it) is made: what the scanner looks recognisers up by.</summary>
internal enum WordShape
{
    Digits,
    DigitFirst,
    LetterFirst,
}
