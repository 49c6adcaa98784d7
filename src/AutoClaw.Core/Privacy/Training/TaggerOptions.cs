namespace AutoClaw.Core.Privacy.Training;

/// <summary>How a tagger is trained. The same options and texts give the same bytes.</summary>
public sealed record TaggerOptions
{
    public int Seed { get; init; } = 1;

    public int Epochs { get; init; } = 8;

    /// <summary>Taggers trained, each on other made texts, and averaged: one alone leans on what happened to be made.</summary>
    public int Rounds { get; init; } = 4;

    /// <summary>Texts made of each template of the labelled texts.</summary>
    public int PerTemplate { get; init; } = 90;

    /// <summary>Texts made of each sentence of our own.</summary>
    public int PerSentence { get; init; } = 60;

    /// <summary>Texts without names at most.</summary>
    public int Negatives { get; init; } = 25_000;

    /// <summary>Texts made of each sentence of our own without names, with other words.</summary>
    public int PerPlain { get; init; } = 10;

    /// <summary>One text without names in so many is also seen with other words.</summary>
    public int PlainUnknown { get; init; } = 4;

    /// <summary>Texts made of each form of a log line or of code.</summary>
    public int PerForm { get; init; } = 60;

    /// <summary>By how much the right labels must lead over wrong ones before nothing more is learned of a text.</summary>
    public int Margin { get; init; } = 80;

    /// <summary>How far the labels of a person or an organisation, the types most often seen where there is none, must lead over nothing to be told.</summary>
    public int LeastLead { get; init; } = 300;

    /// <summary>Share of words whose entry in the word lists is hidden in a made text, so that the tagger does not lean on the lists alone.</summary>
    public double HiddenWords { get; init; } = 0.15;

    /// <summary>Share of words that are made unknown in half of the made texts, so that the tagger does not lean on the sentences that there are.</summary>
    public double UnknownWords { get; init; } = 0.5;
}
