using System.Runtime.InteropServices;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Has the disk keep which files are in a folder: a new file that is kept is no use if its name is not.</summary>
internal static partial class FolderSync
{
    // "This can't be synced": some file systems keep names by themselves and say so.
    private const int NotPossible = 22;

    /// <exception cref="IOException">The disk does not keep it.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            // NTFS logs names itself, and has nothing to ask it by.
            return;
        }

        var descriptor = Open(folder, 0);
        if (descriptor < 0)
        {
            throw new IOException($"{folder} can't be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        var result = Fsync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0 && error != NotPossible)
        {
            throw new IOException($"{folder} can't be kept: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
