namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// Keeps a second gateway off a ledger file: an advisory lock on <c>FILE.lock</c> (not on the file itself: closing a second handle to
/// it would drop SQLite's own locks). The system releases it when the process dies, so a crash leaves nothing to clean up.
/// </summary>
internal sealed class LedgerLock : IDisposable
{
    private readonly FileStream _file;

    private LedgerLock(FileStream file) => _file = file;

    public string Path => _file.Name;

    /// <exception cref="LedgerException"><see cref="LedgerException.InUse"/>, or the lock file cannot be made.</exception>
    public static LedgerLock Take(string ledgerPath)
    {
        var path = ledgerPath + ".lock";
        try
        {
            return new LedgerLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LedgerException(LedgerException.ReadOnly, $"The ledger's folder cannot be written: {path}. Set ledger.path or AUTOCLAW_HOME.", e);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new LedgerException(
                LedgerException.InUse,
                $"Another gateway writes to the ledger {ledgerPath}. Two cannot share one: stop the other or set ledger.path.",
                e);
        }
        catch (IOException e)
        {
            throw new LedgerException(LedgerException.Unavailable, $"The ledger's lock file {path} cannot be made: {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
