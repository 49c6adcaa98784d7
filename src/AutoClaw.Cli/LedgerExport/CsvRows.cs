using System.Globalization;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Cli.LedgerExport;

/// <summary>Writes rows as RFC 4180 has them: a header, CRLF, and quotes where a value needs them. Null is nothing between two commas.</summary>
internal sealed class CsvRows(TextWriter output)
{
    public void WriteHeader() => WriteLine(ExportColumn.All.Select(column => column.Name));

    public void Write(object?[] values) => WriteLine(values.Select((value, i) => Text(ExportColumn.All[i].Kind, value)));

    private static string Text(ExportKind kind, object? value) => (kind, value) switch
    {
        (_, null) => string.Empty,
        (ExportKind.Time, long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        (ExportKind.Money, long picodollars) => ((decimal)picodollars / Money.PerDollar).ToString("0.############", CultureInfo.InvariantCulture),
        (ExportKind.Text, string text) => text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text,
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    private void WriteLine(IEnumerable<string> fields)
    {
        output.Write(string.Join(',', fields));
        output.Write("\r\n");
    }
}
