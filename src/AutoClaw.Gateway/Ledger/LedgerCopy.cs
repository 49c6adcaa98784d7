using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>A whole copy of a ledger, made while a gateway may be writing to it.</summary>
public static class LedgerCopy
{
    /// <summary>Writes <paramref name="target"/>, which is there whole or not at all.</summary>
    /// <returns>Attempts in it.</returns>
    /// <exception cref="LedgerException">The ledger can't be read, or there is no room.</exception>
    /// <exception cref="IOException">There is a file of that name already, or it can't be put in place.</exception>
    public static long Write(string path, string target)
    {
        var full = Path.GetFullPath(target);
        if (File.Exists(full))
        {
            throw new IOException($"{full} is there already. Move it away, or name another file.");
        }

        var part = full + ".part";
        File.Delete(part);
        try
        {
            var attempts = LedgerReading.Open(path, SqliteOpenMode.ReadOnly, connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "VACUUM INTO $target";
                command.Parameters.AddWithValue("$target", part);
                command.ExecuteNonQuery();
                return LedgerReading.Open(part, SqliteOpenMode.ReadOnly, copy => LedgerReading.Long(copy, "SELECT count(*) FROM attempt"));
            });
            using (var file = File.OpenHandle(part, FileMode.Open, FileAccess.ReadWrite))
            {
                RandomAccess.FlushToDisk(file);
            }

            if (!OperatingSystem.IsWindows())
            {
                // As the ledger itself: nobody else's business.
                File.SetUnixFileMode(part, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            File.Move(part, full);
            return attempts;
        }
        finally
        {
            File.Delete(part);
        }
    }
}
