using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;
using Parquet;
using Parquet.Schema;

namespace AutoClaw.Cli.LedgerExport;

/// <summary>Gathers rows and writes them to a Parquet file, a group at a time: money as exact decimals, times as microseconds UTC.</summary>
internal sealed class ParquetRows
{
    // A group is held in memory: some 40 MB.
    private const int GroupRows = 50_000;

    private static readonly DataField[] Fields = [.. ExportColumn.All.Select(column => (DataField)(column.Kind switch
    {
        ExportKind.Whole => new DataField<long?>(column.Name),
        ExportKind.Real => new DataField<double?>(column.Name),
        ExportKind.Time => new DateTimeDataField(column.Name, DateTimeFormat.DateAndTimeMicros, isNullable: true),

        // 64 bits of picodollars: 19 digits, 12 of them behind the point.
        ExportKind.Money => new DecimalDataField(column.Name, 28, 12, isNullable: true),
        _ => new DataField<string>(column.Name),
    }))];

    private readonly List<object?[]> _rows = [];
    private readonly ParquetWriter _writer;

    private ParquetRows(ParquetWriter writer) => _writer = writer;

    /// <summary>Writes what <paramref name="read"/> gives it to <paramref name="output"/>, which can be sought in.</summary>
    public static async Task<long> WriteAsync(Stream output, Func<Action<object?[]>, long> read, CancellationToken cancellation)
    {
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(Fields), output, cancellationToken: cancellation);
        await using (writer)
        {
            var rows = new ParquetRows(writer);
            var count = read(values => rows.Add(values, cancellation));
            await rows.FlushAsync(cancellation);
            return count;
        }
    }

    private void Add(object?[] values, CancellationToken cancellation)
    {
        _rows.Add([.. values]);
        if (_rows.Count == GroupRows)
        {
            // The rows come one after the other from a reader that does not wait.
            FlushAsync(cancellation).GetAwaiter().GetResult();
        }
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        using var group = _writer.CreateRowGroup();
        for (var i = 0; i < Fields.Length; i++)
        {
            await WriteAsync(group, i, cancellation);
        }

        group.CompleteValidate();
        _rows.Clear();
    }

    private Task WriteAsync(ParquetRowGroupWriter group, int i, CancellationToken cancellation) => ExportColumn.All[i].Kind switch
    {
        ExportKind.Whole => group.WriteAsync<long>(Fields[i], Column(i, value => (long)value), null, null, cancellation),
        ExportKind.Real => group.WriteAsync<double>(Fields[i], Column(i, value => (double)value), null, null, cancellation),
        ExportKind.Time => group.WriteAsync<DateTime>(Fields[i], Column(i, value => DateTime.UnixEpoch.AddTicks((long)value * TimeSpan.TicksPerMicrosecond)), null, null, cancellation),
        ExportKind.Money => group.WriteAsync<decimal>(Fields[i], Column(i, value => (decimal)(long)value / Money.PerDollar), null, null, cancellation),
        _ => group.WriteAsync(Fields[i], _rows.ConvertAll(row => (string)row[i]!), null),
    };

    private ReadOnlyMemory<T?> Column<T>(int i, Func<object, T> read)
        where T : struct => _rows.ConvertAll(row => row[i] is { } value ? read(value) : (T?)null).ToArray();
}
