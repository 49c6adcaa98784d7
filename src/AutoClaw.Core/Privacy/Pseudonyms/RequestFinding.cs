using AutoClaw.Core.Wire;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>Something in a request's body that tells of somebody.</summary>
/// <param name="Raw">Its bytes, escaped as they are there. They begin and end between characters.</param>
/// <param name="Type">What it is.</param>
/// <param name="Score">How sure that is.</param>
/// <param name="Place">In what kind of text.</param>
/// <param name="Strings">How many JSON strings are around it: 2 for a value in the arguments of a call that are JSON in a string.</param>
public readonly record struct RequestFinding(ByteRange Raw, PiiType Type, float Score, FindingPlace Place, int Strings);
