namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>A run of ASCII letters and digits in the text, as long as it goes, with a digit in it.</summary>
internal readonly record struct Word(int Start, int End, WordShape Shape)
{
    public int Length => End - Start;
}
