using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Privacy;

/// <summary>
/// All that files have of a person, as JSON Lines: what erasing them takes, and whatever is under way. Each line is an object whose first
/// member <c>kind</c> is <c>entry</c>, <c>label</c>, <c>answer</c> or <c>under_way</c>.
/// </summary>
internal static class SubjectExport
{
    // Not for a page: people's own letters are to be read.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string LabelColumns = "request_id, judge, labelled_at, key_id, route, local_engine, cloud_engine, local_score, cloud_score, comment, score, propensity, features, text";

    /// <summary>Looks how much there is, and says so in the audit log, never of whom; nothing where there is nothing.</summary>
    /// <exception cref="LedgerException">Something can't be read.</exception>
    /// <exception cref="IOException">The audit log can't be written.</exception>
    public static SubjectExportCounts CountOnRecord(string path, IdentitySelection who, AuditLog audit, string actor)
    {
        var there = Write(path, who, Stream.Null);
        if (there.FoundAny)
        {
            audit.Write("export", actor, new JsonObject
            {
                ["attempts"] = there.Entries, ["requests"] = there.Requests, ["labels"] = there.Labels, ["responses"] = there.Answers, ["under_way"] = there.UnderWay,
            });
        }

        return there;
    }

    /// <summary>Writes them while a gateway may be writing, entries and labels as they are at one moment.</summary>
    /// <param name="path">The ledger.</param>
    /// <param name="who">The person.</param>
    /// <param name="output">Gets the lines.</param>
    /// <returns>How much there was.</returns>
    /// <exception cref="LedgerException">Something can't be read.</exception>
    public static SubjectExportCounts Write(string path, IdentitySelection who, Stream output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        void Line(string kind, Action<Utf8JsonWriter> members)
        {
            buffer.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(buffer, Plain))
            {
                json.WriteStartObject();
                json.WriteString("kind", kind);
                members(json);
                json.WriteEndObject();
            }

            buffer.Write("\n"u8);
            output.Write(buffer.WrittenSpan);
        }

        var (entries, requests, labels, open) = LedgerReading.With(path, connection =>
        {
            if (!SubjectRecords.Names(connection))
            {
                return (0, 0, 0, 0);
            }

            var ids = new HashSet<string>(StringComparer.Ordinal);
            var columns = string.Join(", ", ExportColumn.All.Select(column => $"{column.Sql} AS {column.Name}"));
            var entries = Rows(connection, $"SELECT {columns} FROM {SubjectRecords.Attempts(connection, who)} ORDER BY attempt.received_at, id", who, row =>
            {
                ids.Add(row.GetString(0));
                Line("entry", json => WriteEntry(json, row));
            });
            var labels = Rows(connection, $"SELECT {LabelColumns} FROM {SubjectRecords.Labels(connection, who)} ORDER BY labelled_at, request_id, judge", who, row => Line("label", json => WriteLabel(json, row)));
            return (entries, ids.Count, labels, UnderWay(connection, who, attempt => Line("under_way", json => WriteReserved(json, attempt))));
        });
        var answers = SubjectRecords.Answers(
            path,
            (connection, source) => Rows(
                connection, $"SELECT id, previous, key_id, used_at, subject IS $subject, items, response FROM (SELECT * FROM {source}) JOIN content USING (number) ORDER BY used_at, number", who,
                row => Line("answer", json => WriteAnswer(json, row))),
            who);
        return new SubjectExportCounts(entries, requests, labels, answers, open);
    }

    private static long Rows(SqliteConnection connection, string sql, IdentitySelection who, Action<SqliteDataReader> row)
    {
        using var command = SubjectRecords.Command(connection, sql, who);
        using var reader = command.ExecuteReader();
        var count = 0L;
        for (; reader.Read(); count++)
        {
            row(reader);
        }

        return count;
    }

    // Calls without an entry yet, also those that a gateway left which died.
    private static long UnderWay(SqliteConnection connection, IdentitySelection who, Action<Attempt> each)
    {
        using var command = SubjectRecords.Command(connection, "SELECT entries FROM reservation ORDER BY first_id", who);
        using var reader = command.ExecuteReader();
        using var settled = SubjectRecords.Command(connection, "SELECT EXISTS (SELECT 1 FROM attempt WHERE id = $id)", who);
        var id = settled.Parameters.AddWithValue("$id", 0L);
        var count = 0L;
        while (reader.Read())
        {
            foreach (var attempt in ReservationCodec.Read(reader.GetFieldValue<byte[]>(0)).Where(attempt => attempt.Subject == who.Subject))
            {
                id.Value = attempt.LedgerId;
                if ((long)settled.ExecuteScalar()! == 0)
                {
                    each(attempt);
                    count++;
                }
            }
        }

        return count;
    }

    private static void WriteEntry(Utf8JsonWriter json, SqliteDataReader row)
    {
        for (var i = 0; i < ExportColumn.All.Length; i++)
        {
            var column = ExportColumn.All[i];
            json.WritePropertyName(column.Name);
            switch (column.Kind)
            {
                case var _ when row.IsDBNull(i):
                    json.WriteNullValue();
                    break;
                case ExportKind.Text:
                    json.WriteStringValue(row.GetString(i));
                    break;
                case ExportKind.Real:
                    json.WriteNumberValue(row.GetDouble(i));
                    break;
                case ExportKind.Money:
                    json.WriteNumberValue(new Money(row.GetInt64(i)).Usd);
                    break;
                case ExportKind.Time:
                    json.WriteStringValue(Moment(row.GetInt64(i)));
                    break;
                default:
                    json.WriteNumberValue(row.GetInt64(i));
                    break;
            }
        }
    }

    private static void WriteLabel(Utf8JsonWriter json, SqliteDataReader row)
    {
        for (var i = 0; i < row.FieldCount; i++)
        {
            json.WritePropertyName(row.GetName(i));
            switch (row.GetValue(i))
            {
                case long at when row.GetName(i) == "labelled_at":
                    json.WriteStringValue(Moment(at));
                    break;
                case double score:
                    json.WriteNumberValue(score);
                    break;
                case byte[] features:
                    json.WriteBase64StringValue(features);
                    break;
                case string text:
                    json.WriteStringValue(text);
                    break;
                default:
                    json.WriteNullValue();
                    break;
            }
        }
    }

    private static void WriteAnswer(Utf8JsonWriter json, SqliteDataReader row)
    {
        json.WriteString("id", row.GetString(0));
        json.WriteString("previous", row.IsDBNull(1) ? null : row.GetString(1));
        json.WriteString("key_id", row.GetString(2).Length == 0 ? null : row.GetString(2));
        json.WriteString("used_at", Moment(row.GetInt64(3)));

        // False: built on one that does.
        json.WriteBoolean("names_them", row.GetBoolean(4));
        Raw(json, "input", [(byte)'[', .. row.GetFieldValue<byte[]>(5), (byte)']']);
        Raw(json, "response", row.GetFieldValue<byte[]>(6));
    }

    // As the client sent it and got it; a line must stay a line.
    private static void Raw(Utf8JsonWriter json, string name, byte[] value)
    {
        json.WritePropertyName(name);
        try
        {
            using var document = JsonDocument.Parse(value);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteBase64StringValue(value);
        }
    }

    private static void WriteReserved(Utf8JsonWriter json, Attempt attempt)
    {
        json.WriteString("request_id", attempt.RequestId);
        json.WriteNumber("number", attempt.Number);
        json.WriteString("received_at", attempt.ReceivedAt.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("key_id", attempt.KeyId);
        json.WriteString("operation", attempt.Operation);
        json.WriteString("route", attempt.Route);
        json.WriteString("engine", attempt.Engine);
        json.WriteString("place", attempt.Place == Place.Local ? "local" : "cloud");
        json.WriteString("model", attempt.Model);
    }

    private static string Moment(long micros) => DateTimeOffset.UnixEpoch.AddMicroseconds(micros).ToString("O", CultureInfo.InvariantCulture);
}
