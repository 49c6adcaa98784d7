using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace AutoClaw.Cli.Admin;

/// <summary>The admin listener's answers for people.</summary>
internal static class AdminTables
{
    public static void Status(Terminal terminal, JsonObject status)
    {
        Line(terminal, "version", Text(status["version"]));
        Line(terminal, "started", Text(status["started_at"]));
        Line(terminal, "ready", Is(status["ready"]) ? "yes" : "no");
        var ledger = status["ledger"]!;
        var failure = ledger["last_failure"] is { } last ? $"; last failure {Text(last["at"])}: {Text(last["code"])}, {Text(last["message"])}" : string.Empty;
        Line(terminal, "ledger", $"{(Is(ledger["failing"]) ? "failing" : "writing")}, {Text(ledger["settled"])} settled, {Text(ledger["open_reservations"])} open, {Text(ledger["queue_depth"])} waiting{failure}");
        foreach (var route in status["routes"]!.AsArray())
        {
            var aim = route!["aim"] is { } promise ? $"; {Text(promise["promise"])}" : string.Empty;
            Line(terminal, "route", $"{Text(route["name"])}: {string.Join(", ", route["engines"]!.AsArray())}{aim}");
        }
    }

    public static void Engines(Terminal terminal, JsonObject answer)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("engine", "kind", "place", "model", "health", "requests");
        foreach (var heading in new[] { "under way", "waiting", "slots", "tokens/s" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var engine in answer["engines"]!.AsArray().OfType<JsonObject>())
        {
            var load = engine["load"]!;
            string[] cells =
            [
                Text(engine["id"]), Text(engine["kind"]), Text(engine["place"]), Text(engine["model"]),
                Text(engine["process"] ?? engine["health"]), Requests(engine),
                Text(load["under_way"]), Text(load["queue_depth"]), Text(load["slots"]), Text(load["tokens_per_second"]),
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        terminal.Out.Write(table);
    }

    public static void Drained(Terminal terminal, JsonObject answer) => terminal.Out.MarkupLineInterpolated(
        $"{Text(answer["id"])}: {(Is(answer["drained"]) ? $"drained, {Text(answer["under_way"])} request(s) under way" : "takes requests")}");

    public static void Reloaded(Terminal terminal, JsonObject answer)
    {
        Problems(terminal, answer["problems"]!.AsArray());
        foreach (var key in answer["need_restart"]!.AsArray())
        {
            terminal.Error.MarkupLineInterpolated($"[yellow]{Text(key)} counts after a restart[/]");
        }

        terminal.Out.MarkupLineInterpolated($"{Text(answer["outcome"])}");
    }

    public static void Request(Terminal terminal, JsonObject answer)
    {
        foreach (var attempt in answer["attempts"]!.AsArray().OfType<JsonObject>())
        {
            terminal.Out.MarkupLineInterpolated($"[bold]{Text(attempt["number"])}  {Text(attempt["engine"])}[/] ({Text(attempt["place"])}{(Is(attempt["simulated"]) ? ", simulated" : "")}), {Text(attempt["model"])}: {Text(attempt["outcome"])}{Optional(", ", attempt["error_code"])}");
            Line(terminal, "role", $"{Text(attempt["role"])}, {Text(attempt["operation"])}{(Is(attempt["streamed"]) ? ", streamed" : "")}, route {Text(attempt["route"])}, key {Text(attempt["key_id"])}");
            Line(terminal, "reason", $"{Text(attempt["reason"])}{Optional(", score ", attempt["score"])}{Optional(", threshold ", attempt["threshold"])}{Optional(", verdict ", attempt["verdict"])}");
            Line(terminal, "time", $"{Text(attempt["received_at"])}, first content after {Text(attempt["first_content_ms"])} ms, done after {Text(attempt["done_ms"])} ms");
            Line(terminal, "tokens", $"{Text(attempt["input_tokens"])} + {Text(attempt["output_tokens"])}{(Is(attempt["estimated"]) ? ", estimated" : "")}");
            Line(terminal, "cost", $"{Dollars(attempt["cost_usd"])} USD; all-cloud {Dollars(attempt["all_cloud_usd"])} USD");
        }
    }

    /// <summary>A configuration that was not put into force: each problem where it stands, and <see cref="ExitCode.Config"/>.</summary>
    public static int Refused(Terminal terminal, JsonArray problems, string message)
    {
        Problems(terminal, problems);
        return terminal.Fail(ExitCode.Config, problems.Count == 0 ? message : "The configuration is not valid; the old one stays in force.");
    }

    private static void Problems(Terminal terminal, JsonArray problems)
    {
        foreach (var problem in problems.OfType<JsonObject>())
        {
            terminal.Error.MarkupLineInterpolated(
                $"{Text(problem["file"])}:{Text(problem["line"])}:{Text(problem["column"])}: {Text(problem["severity"])} {Text(problem["code"])} {Text(problem["name"])}: {Text(problem["message"])}{(problem["hint"] is { } hint ? $" ({Text(hint)})" : "")}");
        }
    }

    private static string Requests(JsonObject engine) =>
        Is(engine["drained"]) ? "drained"
        : Is(engine["set_back"]) ? $"after the others until {Text(engine["set_back_until"])}"
        : "taken";

    private static bool Is(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var set) && set;

    private static string Text(JsonNode? node) => node?.ToString() ?? "–";

    private static string Optional(string before, JsonNode? node) => node is null ? string.Empty : before + node;

    private static string Dollars(JsonNode? node) => node is JsonValue value && value.TryGetValue<decimal>(out var usd) ? usd.ToString("0.00##########", CultureInfo.InvariantCulture) : "unknown";

    private static void Line(Terminal terminal, string name, string value) => terminal.Out.MarkupLineInterpolated($"[dim]{name,-9}[/]{value}");
}
