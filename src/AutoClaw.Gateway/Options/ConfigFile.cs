using System.Security.Cryptography;
using System.Text;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Gateway.Options;

/// <summary>Reads <c>autoclaw.yaml</c>: YAML to validated options, or every problem at once.</summary>
internal static class ConfigFile
{
    /// <summary>The file that verbs look for when none is named.</summary>
    public const string DefaultName = "autoclaw.yaml";

    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly ConfigMark Beginning = new(1, 1);

    /// <summary>Reads and checks the file. Never throws for what is in it or for its absence.</summary>
    /// <param name="path">Relative paths in the file start at its folder.</param>
    /// <param name="environment">Where <c>${VAR}</c> is looked up; null: the process's environment.</param>
    public static ConfigResult Load(string path, Func<string, string?>? environment = null)
    {
        var reader = new ConfigReader(path, environment ?? Environment.GetEnvironmentVariable);
        if (Bytes(path, reader) is not { } bytes)
        {
            return Failed(reader, null);
        }

        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        return Text(bytes.Span, reader) is { } text ? Parse(text, fingerprint, reader) : Failed(reader, fingerprint);
    }

    /// <summary>Checks text as if it stood in the file at <paramref name="path"/>.</summary>
    public static ConfigResult Parse(string text, string path, Func<string, string?>? environment = null) =>
        Parse(text, null, new ConfigReader(path, environment ?? Environment.GetEnvironmentVariable));

    /// <summary>What <see cref="ConfigResult.Fingerprint"/> would be now; null if the file cannot be read.</summary>
    public static string? Fingerprint(string path) =>
        Bytes(path, new ConfigReader(path, static _ => null)) is { } bytes ? Convert.ToHexStringLower(SHA256.HashData(bytes.Span)) : null;

    private static ConfigResult Parse(string text, string? fingerprint, ConfigReader reader)
    {
        var root = YamlTree.Read(text, reader);
        if (root is null)
        {
            if (!reader.Failed)
            {
                reader.Report(ConfigCodes.EmptyValue, Beginning, "the file is empty", "autoclaw init writes one");
            }

            return Failed(reader, fingerprint);
        }

        GatewayKeys.Root.TryRead(root, string.Empty, reader, out var options);
        if (root is MappingNode && options is not null)
        {
            options = GatewayRules.Apply(options, reader);
        }

        return reader.Failed ? Failed(reader, fingerprint) : new ConfigResult(reader.File, options, reader.Problems, fingerprint, reader.Origins);
    }

    private static string? Text(ReadOnlySpan<byte> bytes, ConfigReader reader)
    {
        try
        {
            return StrictUtf8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            reader.Report(ConfigCodes.FileUnreadable, Beginning, "the file is not UTF-8 text", "save it as UTF-8");
            return null;
        }
    }

    private static ReadOnlyMemory<byte>? Bytes(string path, ConfigReader reader)
    {
        try
        {
            // Editors and config maps replace the file while it is read; sharing everything lets them.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var buffer = new MemoryStream();
            var chunk = new byte[16 * 1024];
            for (int read; (read = stream.Read(chunk)) > 0;)
            {
                buffer.Write(chunk, 0, read);
                if (buffer.Length > MaxBytes)
                {
                    reader.Report(ConfigCodes.TooLarge, Beginning, $"the file has more than {MaxBytes} bytes");
                    return null;
                }
            }

            return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            reader.Report(ConfigCodes.FileUnreadable, Beginning, "the file does not exist", "autoclaw init writes one");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            reader.Report(ConfigCodes.FileUnreadable, Beginning, $"the file cannot be read: {error.GetType().Name}", "look at its type and permissions");
        }

        return null;
    }

    private static ConfigResult Failed(ConfigReader reader, string? fingerprint) =>
        new(reader.File, null, reader.Problems, fingerprint, reader.Origins);
}
