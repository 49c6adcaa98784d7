namespace AutoClaw.Core.Routing;

/// <summary>
/// What kind of message the structure shows. Each genre has structural and character-gram weights of its own: length means difficulty in
/// a word problem, and next to nothing in an exam question.
/// </summary>
internal static class Genre
{
    public const int Exam = 0;
    public const int Code = 1;
    public const int WordProblem = 2;
    public const int Short = 3;
    public const int Long = 4;
    public const int Count = 5;

    private const int ShortBytes = 120;

    public static int Of(in TextStatistics s)
    {
        if (s.OptionLines >= 2)
        {
            return Exam;
        }

        // One bracket in forty bytes: more than prose has, less than any code.
        if (s.Fences > 0 || (s.Brackets + s.Tex) * 40 > s.Bytes)
        {
            return Code;
        }

        if (s.Numbers >= 1 && s.SentenceEnds >= 2 && s.QuestionMarks >= 1 && s.NewLines <= 3)
        {
            return WordProblem;
        }

        return s.Bytes < ShortBytes ? Short : Long;
    }
}
