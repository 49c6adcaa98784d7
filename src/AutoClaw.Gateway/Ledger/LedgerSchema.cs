using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Whether a file that reports read is a ledger that this AutoClaw knows.</summary>
internal static class LedgerSchema
{
    /// <exception cref="LedgerException">It is none, or a newer AutoClaw wrote it.</exception>
    public static void Check(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = (long)command.ExecuteScalar()!;
        if (version > LedgerMigrations.Scripts.Length)
        {
            throw new LedgerException(LedgerException.TooNew, $"The ledger {path} was written by a newer AutoClaw (schema {version}).");
        }

        if (version == 0)
        {
            throw new LedgerException(LedgerException.Corrupt, $"{path} is not a ledger.");
        }
    }
}
