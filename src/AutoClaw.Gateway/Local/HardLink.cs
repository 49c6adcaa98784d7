using System.Runtime.InteropServices;

namespace AutoClaw.Gateway.Local;

/// <summary>A second name for a file's bytes, which .NET 10 has no call for.</summary>
internal static partial class HardLink
{
    /// <summary>False: the file system, or a border between two of them, does not allow it; copy instead.</summary>
    /// <param name="file">The file itself, not a symbolic link to it.</param>
    /// <param name="link">Must not exist.</param>
    public static bool TryCreate(string file, string link) =>
        OperatingSystem.IsWindows() ? CreateHardLink(link, file, nint.Zero) : Link(file, link) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string link);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string link, string file, nint security);
}
