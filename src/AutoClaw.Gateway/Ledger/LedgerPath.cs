namespace AutoClaw.Gateway.Ledger;

/// <summary>The one true name of a ledger file, so that two names of one file meet at one lock.</summary>
internal static class LedgerPath
{
    /// <summary>Makes the folder and follows a link to the file.</summary>
    /// <exception cref="LedgerException">The folder cannot be made.</exception>
    public static string Prepare(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            full = new FileInfo(full) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : full;
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            return full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException(
                LedgerException.ReadOnly, $"The ledger's folder cannot be made: {path}: {e.Message} Set ledger.path or AUTOCLAW_HOME.", e);
        }
    }
}
