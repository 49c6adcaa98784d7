using System.Globalization;
using System.Text;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// Keeps a second gateway off a ledger file: an advisory lock on <c>FILE.lock</c> (not on the file itself: closing a second handle to
/// it would drop SQLite's own locks). The system releases it when the process dies, so a crash leaves nothing to clean up.
/// </summary>
internal sealed class LedgerLock : IDisposable
{
    private readonly FileStream _file;

    private LedgerLock(FileStream file) => _file = file;

    /// <exception cref="LedgerException"><see cref="LedgerException.InUse"/>, or the lock file cannot be made.</exception>
    public static LedgerLock Take(string ledgerPath)
    {
        var path = ledgerPath + ".lock";
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new LedgerLock(file);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LedgerException(LedgerException.ReadOnly, $"The ledger's folder cannot be written: {path}. Set ledger.path or AUTOCLAW_HOME.", e);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new LedgerException(
                LedgerException.InUse,
                $"The ledger {ledgerPath} is in use by {Holder(path)}. Two gateways cannot share one: stop the other or set ledger.path.",
                e);
        }
        catch (IOException e)
        {
            throw new LedgerException(LedgerException.Unavailable, $"The ledger's lock file {path} cannot be made: {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return int.TryParse(reader.ReadToEnd(), CultureInfo.InvariantCulture, out var id) ? $"process {id}" : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
