using System.Globalization;
using AutoClaw.Core.Routing.Aims;

namespace AutoClaw.Tests.Routing.Aims;

public sealed class BudgetCalendarTests
{
    [Theory]
    [InlineData(BudgetPeriod.Hour, "2026-11-25T23:59:59Z", "2026-11-25T23:00:00Z", "2026-11-26T00:00:00Z")]
    [InlineData(BudgetPeriod.Day, "2026-11-25T00:00:00Z", "2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z")]
    [InlineData(BudgetPeriod.Day, "2026-11-25T01:30:00+02:00", "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z")]
    [InlineData(BudgetPeriod.Week, "2026-11-29T12:00:00Z", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z")]
    [InlineData(BudgetPeriod.Week, "2026-11-30T00:00:00Z", "2026-11-30T00:00:00Z", "2026-12-07T00:00:00Z")]
    [InlineData(BudgetPeriod.Month, "2028-02-29T12:00:00Z", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z")]
    [InlineData(BudgetPeriod.Month, "2026-12-31T23:59:59Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    public void Period_AnyMoment_BeginsAndEndsInUtc(BudgetPeriod period, string at, string start, string end)
    {
        Assert.Equal(At(start), BudgetCalendar.StartOf(period, At(at)));
        Assert.Equal(At(end), BudgetCalendar.EndOf(period, At(at)));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
