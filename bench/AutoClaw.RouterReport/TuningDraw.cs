namespace AutoClaw.RouterReport;

/// <summary>One drawing of labels. APGR on the questions that were not drawn; null where there is no gap.</summary>
/// <param name="Labels">At least so many, of whole questions.</param>
/// <param name="Running">Of the model before tuning.</param>
/// <param name="Tuned">Of the fit to the labels, promoted or not.</param>
/// <param name="Length">Of the longest prompt first.</param>
/// <param name="Promoted">Whether the labels alone showed with 95 % confidence that it is better.</param>
internal sealed record TuningDraw(int Labels, double? Running, double? Tuned, double? Length, bool Promoted);
