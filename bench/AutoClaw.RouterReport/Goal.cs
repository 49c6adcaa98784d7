using System.Globalization;

namespace AutoClaw.RouterReport;

/// <summary>A target beside what was measured.</summary>
/// <param name="What">The quantity and how it is measured.</param>
/// <param name="Wanted">The target in words.</param>
/// <param name="Measured">The figure in words; empty where it was not measured.</param>
/// <param name="Met">Null where it was not measured.</param>
internal sealed record Goal(string What, string Wanted, string Measured, bool? Met)
{
    public static Goal AtLeast(string what, double wanted, double? measured) => new(
        what, string.Create(CultureInfo.InvariantCulture, $">= {wanted:0.00}"), Markdown.Figure(measured), measured is null ? null : measured >= wanted);

    public static Goal ShareAtMost(string what, double wanted, double? share) => new(
        what, string.Create(CultureInfo.InvariantCulture, $"<= {wanted:0.00}"), Markdown.Figure(share), share is null ? null : share <= wanted);

    public static Goal AtMost(string what, double wanted, double measured, string unit) => new(
        what,
        string.Create(CultureInfo.InvariantCulture, $"<= {wanted:#,0} {unit}"),
        string.Create(CultureInfo.InvariantCulture, $"{measured:#,0.#} {unit}"),
        measured <= wanted);

    public static string Table(IEnumerable<Goal> goals) => Markdown.Table(
        ["what", ">target", ">measured", ""],
        goals.Select(g => new[] { g.What, g.Wanted, g.Measured, g.Met switch { true => "met", false => "**missed**", null => "not measured" } }));
}
