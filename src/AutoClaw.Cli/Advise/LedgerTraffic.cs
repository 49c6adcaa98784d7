using System.Globalization;
using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Cli.Advise;

/// <summary>What a ledger says of the work. Simulated traffic is not in it.</summary>
internal sealed record LedgerTraffic
{
    // Below these a month is a guess: one odd request or one odd hour would decide.
    private const int FewestRequests = 100;
    private const int FewestHours = 24;

    // With fewer in the mean hour, the busiest one is as much chance as habit.
    private const double FewestPerHour = 30;

    private const int HoursPerWeek = 168;

    public required long Requests { get; init; }

    /// <summary>From the first hour with a request to the last one.</summary>
    public required double Hours { get; init; }

    public required long Busiest { get; init; }

    /// <summary>Null: the cloud answered nothing.</summary>
    public required PlaceTraffic? Cloud { get; init; }

    /// <summary>Null: local engines answered nothing.</summary>
    public required PlaceTraffic? Local { get; init; }

    private double PerHour => Requests / Hours;

    /// <returns>Null after setting <paramref name="problem"/>.</returns>
    /// <exception cref="LedgerException">It cannot be read.</exception>
    public static LedgerTraffic? Read(string path, DateTimeOffset? since, out string? problem)
    {
        if (UsageReport.Read(path, new UsageQuery(UsageGrouping.Hour, since)) is not { } byHour
            || UsageReport.Read(path, new UsageQuery(UsageGrouping.Place, since)) is not { } byPlace)
        {
            problem = $"No ledger yet at {path}. 'autoclaw up' starts one; AUTOCLAW_HOME, or a name after --from-ledger, tells where another is.";
            return null;
        }

        UsageRow[] hours = [.. byHour.Rows.Where(static row => row is { Simulated: false, Sums.Requests: > 0 })];
        var requests = hours.Sum(static row => row.Sums.Requests);
        var covered = hours.Length == 0 ? 0 : (Hour(hours[^1].Name) - Hour(hours[0].Name)).TotalHours + 1;
        var traffic = new LedgerTraffic
        {
            Requests = requests,
            Hours = covered,
            Busiest = hours.Select(static row => row.Sums.Requests).DefaultIfEmpty().Max(),
            Cloud = PlaceTraffic.Of(byPlace, "cloud"),
            Local = PlaceTraffic.Of(byPlace, "local"),
        };
        problem = requests >= FewestRequests && covered >= FewestHours && (traffic.Cloud ?? traffic.Local) is not null ? null
            : Text($"{path}: {requests:#,0} requests{(byHour.Simulated is null ? "" : ", simulated ones left out,")} over {covered:0} hours are too few to tell what a month holds: {FewestRequests} over {FewestHours} hours are the least. Name --requests-per-month, --input-tokens and --output-tokens instead.");
        return problem is null ? traffic : null;
    }

    public AdvisorInputs LaidOver(AdvisorInputs inputs)
    {
        var both = (Cloud ?? PlaceTraffic.None).And(Local ?? PlaceTraffic.None);
        var workload = inputs.Workload with
        {
            RequestsPerMonth = Math.Max(1, PerHour * LocalCapacity.HoursPerMonth),
            InputTokens = Math.Max(1, both.InputTokens / both.Answers),
            OutputTokens = Math.Max(1, (both.OutputTokens - both.ReasoningTokens) / both.Answers),
            PeakToAverage = PerHour >= FewestPerHour ? Math.Max(1, Busiest / PerHour) : inputs.Workload.PeakToAverage,
        };
        return inputs with
        {
            Workload = workload,
            Cloud = Cloud is { } cloud ? inputs.Cloud with { CachedShare = cloud.CachedShare, ReasoningTokens = cloud.ReasoningTokens / cloud.Answers } : inputs.Cloud,
            Local = Local is { } local ? inputs.Local with { CachedShare = local.CachedShare, ReasoningTokens = local.ReasoningTokens / local.Answers } : inputs.Local,
            Hybrid = Cloud is null || Local is null ? inputs.Hybrid : inputs.Hybrid with
            {
                LocalTokenShare = Local.Tokens / both.Tokens,
                LocalRequestShare = Local.Answers / both.Answers,
            },
        };
    }

    /// <summary>What to know before relying on it.</summary>
    public IEnumerable<string> Notes()
    {
        yield return Text($"From the ledger: {Requests:#,0} requests over {Hours / 24:0.#} days, {PerHour * LocalCapacity.HoursPerMonth:#,0} a month.");
        if (Hours < HoursPerWeek)
        {
            yield return "Less than a week: weekends and nights may weigh otherwise than in a month.";
        }

        if (PerHour < FewestPerHour)
        {
            yield return Text($"At {PerHour:0.#} requests an hour the busiest hour is as much chance as habit: the peak is taken as assumed, not from the ledger.");
        }

        if (Cloud is null || Local is null)
        {
            yield return $"The ledger has no answers of {(Local is null ? "local engines" : "the cloud")}: the local share of a hybrid is taken as assumed.";
        }
    }

    private static DateTime Hour(string name) => DateTime.ParseExact(name, "yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
