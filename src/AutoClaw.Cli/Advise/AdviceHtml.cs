using AutoClaw.Cli.Pages;
using AutoClaw.Core.Advisor.Recommendations;

namespace AutoClaw.Cli.Advise;

/// <summary>The advice as one HTML file.</summary>
internal static class AdviceHtml
{
    /// <param name="advice">What was advised.</param>
    /// <param name="notes">What to know before relying on it.</param>
    public static string Write(Advice advice, IReadOnlyCollection<string> notes)
    {
        var page = new HtmlPage(AdviceText.Headline(advice));
        foreach (var note in notes)
        {
            page.Note(note);
        }

        var drawn = false;
        foreach (var section in AdviceText.Sections(advice))
        {
            if (section.Heads.IsEmpty)
            {
                page.Sentences(section.Title, section.Rows.Select(static row => row[0]));
                continue;
            }

            page.Table(section.Title, section.Heads, section.Rows.Select(static row => ((string?)null, row)));
            if (!drawn)
            {
                // Right under what they show: the first table is the costs'.
                page.Plots(AdvicePlots.All(advice));
                drawn = true;
            }
        }

        return page.Finish();
    }
}
