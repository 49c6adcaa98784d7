using System.IO.Hashing;
using System.Text;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Tuning;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>The labels of a ledger as rows to tune on, read while the gateway may be writing to it.</summary>
/// <param name="Rows">What can be used.</param>
/// <param name="Outdated">Labels without text whose features another build made: their slots mean other words now.</param>
public sealed record StoredLabels(IReadOnlyList<TuningRow> Rows, int Outdated)
{
    // A label that was one of very many may not outweigh all others: its outcome is a coin toss all the same.
    private const double LeastPropensity = 0.01;

    /// <param name="path">The ledger.</param>
    /// <param name="since">Leaves out what was judged before; null: nothing.</param>
    /// <returns>Null where the file does not exist.</returns>
    /// <exception cref="LedgerException">It cannot be read, is no ledger, or another AutoClaw wrote it.</exception>
    public static StoredLabels? Read(string path, DateTimeOffset? since = null)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            LedgerSchema.Check(connection, path);
            return Read(connection, since ?? DateTimeOffset.UnixEpoch);
        }
        catch (SqliteException e)
        {
            var error = SqliteError.From(e.SqliteErrorCode, db: null);
            throw new LedgerException(error.Code, $"{path}: {error.Message}", e);
        }
    }

    private static StoredLabels Read(SqliteConnection connection, DateTimeOffset since)
    {
        using var command = connection.CreateCommand();

        // A ledger from before there were labels has none, and is no error.
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'label'";
        if ((long)command.ExecuteScalar()! == 0)
        {
            return new StoredLabels([], 0);
        }

        command.CommandText = "SELECT route, local_score, cloud_score, propensity, features, text FROM label WHERE labelled_at >= $since ORDER BY request_id, judge";
        command.Parameters.AddWithValue("$since", (since.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        using var reader = command.ExecuteReader();
        var rows = new List<TuningRow>();
        var outdated = 0;
        while (reader.Read())
        {
            if (FeaturesOf(reader) is { } features)
            {
                rows.Add(new TuningRow
                {
                    // The same prompt has the same features, and they are all that is left of it.
                    Key = Convert.ToHexStringLower(XxHash64.Hash(PromptFeaturesCodec.Write(features))),
                    Features = features,
                    LocalScore = reader.IsDBNull(1) ? null : (float)reader.GetDouble(1),
                    CloudScore = reader.IsDBNull(2) ? null : (float)reader.GetDouble(2),
                    Domain = reader.GetString(0),
                    Weight = (float)(1 / Math.Max(LeastPropensity, reader.GetDouble(3))),
                });
            }
            else
            {
                outdated++;
            }
        }

        return new StoredLabels(rows, outdated);
    }

    private static PromptFeatures? FeaturesOf(SqliteDataReader reader)
    {
        if (PromptFeaturesCodec.Read(reader.GetFieldValue<byte[]>(4)) is { } features)
        {
            return features;
        }

        if (reader.IsDBNull(5))
        {
            return null;
        }

        var text = Encoding.UTF8.GetBytes(reader.GetString(5));
        return PromptFeatures.Of(new RouterInput { Text = text, Turns = 1, ConversationBytes = text.Length });
    }
}
