namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Whether the check characters of an identifier hold. It comes without separators and in upper case.</summary>
internal delegate bool CheckDigits(ReadOnlySpan<char> compact);
