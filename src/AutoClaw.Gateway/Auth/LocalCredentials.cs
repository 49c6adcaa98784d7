using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Auth;

/// <summary>
/// The key of this machine's own user, in clear, in a file that only they can read (0600, in a folder of 0700). <c>init</c> and
/// <c>up</c> make it; <c>chat</c> and <c>route</c> send it. <c>AUTOCLAW_API_KEY</c> wins over the file.
/// </summary>
/// <param name="folder">AutoClaw's data folder.</param>
internal sealed class LocalCredentials(string folder)
{
    public const string Variable = "AUTOCLAW_API_KEY";

    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const int MaxBytes = 64 * 1024;

    /// <summary>Those of this process's user.</summary>
    public static LocalCredentials Default => new(AutoClawHome.Path);

    public string FilePath { get; } = System.IO.Path.Combine(folder, "credentials.json");

    /// <summary>The key to send: from the environment, else from the file.</summary>
    public LocalKey Find(Func<string, string?>? environment = null)
    {
        if ((environment ?? Environment.GetEnvironmentVariable)(Variable) is { Length: > 0 } value)
        {
            return new LocalKey(value, Variable, null);
        }

        var (key, problem) = Read();
        return new LocalKey(key?.Value, FilePath, key is null ? problem ?? $"there is no key in {FilePath}; `autoclaw init` makes one" : null);
    }

    /// <summary>The file's key, or a new one that is stored there. A file that others can read is refused, never used or replaced.</summary>
    /// <returns>The key, or why there is none; <c>Created</c> if it is new.</returns>
    public (ApiKey? Key, bool Created, string? Problem) GetOrCreate()
    {
        var (key, problem) = Read();
        if (key is not null || problem is not null)
        {
            return (key, false, problem);
        }

        var made = ApiKey.Create();
        return Store(made) is { } failure ? (null, false, failure) : (made, true, null);
    }

    /// <summary>Replaces the file's key. Null on success, else why not.</summary>
    public string? Store(ApiKey key)
    {
        try
        {
            CreateFolder();
            var temporary = $"{FilePath}.{Environment.ProcessId}.tmp";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerFile;
                File.Delete(temporary);
            }

            using (var stream = new FileStream(temporary, options))
            {
                JsonSerializer.Serialize(stream, new JsonObject { ["version"] = 1, ["api_key"] = key.Value });
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, FilePath, overwrite: true);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"{FilePath} cannot be written: {error.Message}";
        }
    }

    private (ApiKey? Key, string? Problem) Read()
    {
        try
        {
            using var stream = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

            // The open file's mode, not the path's: between the two somebody could swap it.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != 0)
            {
                return (null, $"others can read or write {FilePath}; run: chmod 600 {FilePath}");
            }

            if (stream.Length > MaxBytes)
            {
                return (null, Malformed());
            }

            var stored = JsonNode.Parse(stream) is JsonObject content && content["api_key"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
            return ApiKey.TryParse(stored, out var key) ? (key, null) : (null, Malformed());
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, null);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return (null, Malformed());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"{FilePath} cannot be read: {error.Message}");
        }
    }

    private string Malformed() => $"{FilePath} holds no AutoClaw key; remove it and run `autoclaw init`";

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, OwnerFolder);
        }
    }
}
