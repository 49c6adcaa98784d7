namespace AutoClaw.Core.Privacy.Training;

/// <summary>What a tagger made of the spans of one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Labelled">Spans that there are.</param>
/// <param name="Overlapped">Of them, those that a span of the type touches.</param>
/// <param name="Covered">Of them, those that a span of any type touches.</param>
/// <param name="Exact">Of them, those that a span of the type covers exactly.</param>
/// <param name="Found">Spans that were told.</param>
/// <param name="Right">Of them, those that touch a labelled span of the type.</param>
public sealed record TaggerScore(PiiType Type, int Labelled, int Overlapped, int Covered, int Exact, int Found, int Right)
{
    public double Recall => Share(Overlapped, Labelled);

    public double AnyRecall => Share(Covered, Labelled);

    public double ExactRecall => Share(Exact, Labelled);

    public double Precision => Share(Right, Found);

    private static double Share(int part, int whole) => whole == 0 ? 1 : (double)part / whole;
}
