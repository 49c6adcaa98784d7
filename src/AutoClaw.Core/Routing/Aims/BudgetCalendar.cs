namespace AutoClaw.Core.Routing.Aims;

/// <summary>When budgets begin and end.</summary>
public static class BudgetCalendar
{
    /// <summary>The start of the period that <paramref name="at"/> lies in.</summary>
    public static DateTimeOffset StartOf(BudgetPeriod period, DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        var day = utc.Date;
        return new DateTimeOffset(
            period switch
            {
                BudgetPeriod.Hour => day.AddHours(utc.Hour),
                BudgetPeriod.Day => day,
                BudgetPeriod.Week => day.AddDays(-(((int)utc.DayOfWeek + 6) % 7)),
                _ => new DateTime(utc.Year, utc.Month, 1, 0, 0, 0, DateTimeKind.Utc),
            },
            TimeSpan.Zero);
    }

    /// <summary>The start of the next period.</summary>
    public static DateTimeOffset EndOf(BudgetPeriod period, DateTimeOffset at)
    {
        var start = StartOf(period, at);
        return period switch
        {
            BudgetPeriod.Hour => start.AddHours(1),
            BudgetPeriod.Day => start.AddDays(1),
            BudgetPeriod.Week => start.AddDays(7),
            _ => start.AddMonths(1),
        };
    }
}
