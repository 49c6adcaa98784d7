namespace AutoClaw.Gateway.Relay;

/// <summary>In which form an engine's answer is wanted.</summary>
/// <param name="Collects">As one object; else as a stream.</param>
/// <param name="Translation">Where that is another wire than the engine's; null where it is the same.</param>
/// <param name="Transcript">Keeps all of an answer that will be checked; null where none will.</param>
internal readonly record struct AnswerForm(bool Collects, TranslatedAnswer? Translation = null, AnswerTranscript? Transcript = null);
