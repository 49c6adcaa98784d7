using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>The prompts that a ledger has kept beside its labels (<c>learning.store_text</c>): traffic to be asked again.</summary>
public static class StoredPrompts
{
    /// <summary>The latest <paramref name="most"/> prompts, each once, latest first.</summary>
    /// <param name="path">The ledger.</param>
    /// <param name="most">1 or more.</param>
    /// <returns>Null where the file does not exist.</returns>
    /// <exception cref="LedgerException">It cannot be read, is no ledger, or another AutoClaw wrote it.</exception>
    public static IReadOnlyList<(string RequestId, string Text)>? Read(string path, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
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
            using var command = connection.CreateCommand();

            // A ledger from before there were labels has kept nothing, and is no error.
            command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'label'";
            if ((long)command.ExecuteScalar()! == 0)
            {
                return [];
            }

            // Asked twice is one prompt: else its engine's cache would answer the second time.
            command.CommandText = "SELECT min(request_id), text FROM label WHERE text IS NOT NULL AND text <> '' GROUP BY text ORDER BY max(labelled_at) DESC, 1 LIMIT $most";
            command.Parameters.AddWithValue("$most", most);
            using var reader = command.ExecuteReader();
            var prompts = new List<(string, string)>();
            while (reader.Read())
            {
                prompts.Add((reader.GetString(0), reader.GetString(1)));
            }

            return prompts;
        }
        catch (SqliteException e)
        {
            var error = SqliteError.From(e.SqliteErrorCode, db: null);
            throw new LedgerException(error.Code, $"{path}: {error.Message}", e);
        }
    }
}
