namespace AutoClaw.Core.Routing.Training;

/// <summary>What stays together when rows are split into folds, and so what the scored rows are new in.</summary>
public enum Grouping
{
    /// <summary>Rows of one question: the questions are new, their subjects are not.</summary>
    Key,

    /// <summary>Rows of one subject, in whichever source: the subjects are new.</summary>
    Domain,

    /// <summary>Rows of one source: the whole collection is new, and so are its questions where another collection has them too.</summary>
    Source,
}
