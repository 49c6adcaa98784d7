using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Wire.Conformance;

/// <summary>Something that an engine may say.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Events">In no dialect, without beginning and end.</param>
/// <param name="Seen">What of it is in an answer, to be compared before and after.</param>
internal sealed record AnswerFeature(string Name, Func<WireName, IReadOnlyList<ChatEvent>?> Events, Func<IReadOnlyList<ChatEvent>, string> Seen);
