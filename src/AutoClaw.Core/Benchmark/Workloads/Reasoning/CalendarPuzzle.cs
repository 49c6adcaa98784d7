using System.Globalization;
using System.Text;
using AutoClaw.Core.Benchmark.Workloads.Generation;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Reasoning;

/// <summary>A day that is moved through the calendar.</summary>
internal static class CalendarPuzzle
{
    public static ReasoningPuzzle Make(WorkloadDraft draft)
    {
        var random = draft.Random;
        var day = new DateOnly(random.Between(2027, 2043), random.Between(1, 12), random.Between(1, 28));
        var task = new StringBuilder(Invariant($"{draft.Names.Company()} sets the opening of its site in {draft.Names.Place()} for {day.DayOfWeek} {Words(day)}. The opening is then moved several times, in this order:\n"));
        var working = new StringBuilder(Invariant($"Start: {day.DayOfWeek} {day:yyyy-MM-dd}."));
        for (var step = 1; step <= draft.Scaled(9, 3); step++)
        {
            var (text, next) = Move(draft, day);
            day = next;
            task.Append(Invariant($"Move {step}: {text}\n"));
            working.Append(Invariant($" Move {step}: {day.DayOfWeek} {day:yyyy-MM-dd}."));
        }

        task.Append("On which day does the site open? The calendar is the ordinary Gregorian one, with its leap years.");
        return new ReasoningPuzzle(task.ToString(), "that day in the form YYYY-MM-DD", Invariant($"{day:yyyy-MM-dd}"), MarkedAnswerKind.Day, working.ToString());
    }

    private static (string Text, DateOnly Next) Move(WorkloadDraft draft, DateOnly day)
    {
        var random = draft.Random;
        var count = random.Between(3, 75);
        switch (random.Below(6))
        {
            case 0:
                return (Invariant($"{count} days later."), day.AddDays(count));
            case 1:
                return (Invariant($"{count} days earlier."), day.AddDays(-count));
            case 2:
                var weeks = random.Between(2, 9);
                return (Invariant($"{weeks} weeks later."), day.AddDays(7 * weeks));
            case 3:
                var weekday = (DayOfWeek)random.Below(7);
                var ahead = ((int)weekday - (int)day.DayOfWeek + 6) % 7;
                return (Invariant($"to the next {weekday} after the day reached (a whole week on if that day is a {weekday} itself)."), day.AddDays(ahead + 1));
            case 4:
                return ("to the last day of the month reached.", new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)));
            default:
                var working = random.Between(3, 12);
                var next = day;
                for (var left = working; left > 0;)
                {
                    next = next.AddDays(1);
                    left -= next.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
                }

                return (Invariant($"{working} working days later, where Saturdays and Sundays are not working days and the day reached is not counted."), next);
        }
    }

    private static string Words(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
