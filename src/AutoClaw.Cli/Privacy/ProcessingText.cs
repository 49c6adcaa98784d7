using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AutoClaw.Cli.Privacy;

/// <summary>A record of processing as Markdown.</summary>
internal static class ProcessingText
{
    private const string Undeclared = "not declared";

    public static string Write(ProcessingRecord record)
    {
        var text = new StringBuilder("# Record of processing\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Requests received from {Moment(record.Since) ?? "the first"} to {Moment(record.Until) ?? "the last"}: {Counted(record.Totals)}\n");
        Table(text, "Recipients", ["engine", "place", "kind", "host", "region", "keeps it for", "TLS", "routes", "personal data", "requests", "calls", "bytes out", "uncounted", "from", "to", "failed", "rejected"],
            record.Recipients.Select(each => (string[])[
                each.Engine + (each.Configured ? "" : " (not configured)") + (each.Simulated ? " (simulated)" : ""), each.Place, each.Kind ?? Undeclared, HostOf(each), each.Region ?? Undeclared, each.Retention ?? Undeclared,
                each.Configured && each.Host is null ? "" : YesNo(each.Encrypted), List(each.Routes), Actions(each.Actions), .. Numbers(each.Counted), Number(each.Counted.Outcomes.GetValueOrDefault("failed")), Number(each.Counted.Outcomes.GetValueOrDefault("rejected"))]));
        Table(text, "What recipients got", ["engine", "models", "addresses", "calls by label", "calls by purpose"],
            record.Recipients.Where(each => each.Counted.Calls > 0).Select(each => (string[])[each.Engine, List(each.Models), List(each.Addresses), Pairs(each.Labels), Pairs(each.Roles)]));
        Table(text, "Purposes", ["asked for", "is", "engines", "may go", "copied to compare", "texts of labels kept", "answers kept", "requests", "calls", "bytes out", "uncounted", "from", "to"],
            record.Purposes.Select(each => (string[])[
                each.Name, each.What ?? "not configured", List(each.Engines), each.Label ?? Undeclared, each.CopiedShare is { } share ? share.ToString("0.####", CultureInfo.InvariantCulture) : Undeclared,
                YesNo(each.KeepsTexts), YesNo(each.KeepsAnswers), .. Numbers(each.Counted)]));
        Table(text, "Labels", ["label", "went to", "calls by who said so", "requests", "calls", "bytes out", "uncounted", "from", "to"],
            record.Labels.Select(each => (string[])[each.Label, each.Place, Pairs(each.Reasons), .. Numbers(each.Counted)]));
        Table(text, "Keys", ["key", "name", "may go", "personal data", "requests", "calls", "bytes out", "uncounted", "from", "to"],
            record.Keys.Select(each => (string[])[
                (each.Id ?? "(none)") + (each.Configured ? "" : " (not configured)"), each.Name ?? Undeclared, each.Label ?? Undeclared, Actions(each.Actions), .. Numbers(each.Counted)]));
        Heading(text, "Personal data");
        text.Append(record.Data.Scanned ? $"Requests are looked through. {(record.Data.Actions is null ? "" : Actions(record.Data.Actions) + "; ")}{record.Data.Otherwise} for types that are not named.{(record.Data.Reader is null ? "" : $" Engine {record.Data.Reader} reads them too.")}\n" : "Requests are not looked through.\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{record.Data.Naming} calls name {record.Data.People} people, as keyed hashes; {record.Data.Erased} calls named somebody who was erased.\n");
        Table(text, "What is kept here", ["what", "where", "how long", "until"], record.Retention.Select(each => (string[])[each.What, each.Where, each.For ?? "no period", each.Until]));
        Table(text, "Security", ["measure", "taken", "how"], record.Security.Select(each => (string[])[each.Name, YesNo(each.On), each.Detail ?? ""]));
        Heading(text, "Audit log");
        text.Append(record.Audit is { } audit
            ? string.Create(CultureInfo.InvariantCulture, $"{(audit.Verified ? "Verified" : "NOT as it should be")}: {audit.Records} records, head {audit.Head}; {audit.Bound} calls bound, {audit.Pruned} pruned, {audit.Unrecorded} since the last record. In this time: {(audit.Events.Count == 0 ? "nothing" : Pairs(audit.Events))}.\n")
            : "There is none.\n");
        foreach (var problem in record.Audit?.Problems ?? [])
        {
            text.Append("- ").Append(problem).Append('\n');
        }

        Heading(text, "Not declared");
        foreach (var each in record.NotDeclared)
        {
            text.Append("- ").Append(each).Append('\n');
        }

        return text.ToString();
    }

    // Who is run by the gateway itself has no address.
    private static string HostOf(ProcessingRecord.Recipient each) => each.Host ?? (each.Kind is "llama-server" or "simulator" ? "(run by the gateway)" : Undeclared);

    private static string Counted(ProcessingRecord.Counts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Requests} requests, {counts.Calls} calls to engines, {counts.BytesOut} bytes out{(counts.Uncounted == 0 ? "" : FormattableString.Invariant($" and {counts.Uncounted} calls that nobody counted"))}{(counts.First is null ? "" : $", from {Moment(counts.First)} to {Moment(counts.Last)}")}.");

    private static string[] Numbers(ProcessingRecord.Counts counts) =>
        [Number(counts.Requests), Number(counts.Calls), Number(counts.BytesOut), Number(counts.Uncounted), Moment(counts.First) ?? "", Moment(counts.Last) ?? ""];

    private static string Actions(JsonNode? actions) => actions is JsonObject named ? string.Join(", ", named.Select(each => $"{each.Key} {each.Value}")) : "as for all";

    private static string Pairs(IReadOnlyDictionary<string, long> counts) => string.Join(", ", counts.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Key} {each.Value}")));

    private static string List(IReadOnlyList<string> names) => string.Join(", ", names);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string YesNo(bool? known) => known switch { true => "yes", false => "no", null => Undeclared };

    private static void Heading(StringBuilder text, string title) => text.Append("\n## ").Append(title).Append("\n\n");

    private static void Table(StringBuilder text, string title, string[] head, IEnumerable<string[]> rows)
    {
        Heading(text, title);
        Row(text, head);
        Row(text, [.. head.Select(_ => "---")]);
        foreach (var row in rows)
        {
            Row(text, row);
        }
    }

    private static void Row(StringBuilder text, string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" "))).Append(" |\n");
}
