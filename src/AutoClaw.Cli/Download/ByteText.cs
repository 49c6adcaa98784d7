using System.Globalization;

namespace AutoClaw.Cli.Download;

/// <summary>Sizes as people read them, in powers of ten like the sizes that model pages give.</summary>
internal static class ByteText
{
    public static string Of(long bytes) => bytes switch
    {
        < 1_000_000 => Text(bytes, 1e3, "kB"),
        < 1_000_000_000 => Text(bytes, 1e6, "MB"),
        _ => Text(bytes, 1e9, "GB"),
    };

    private static string Text(long bytes, double unit, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / unit:0.##} {name}");
}
