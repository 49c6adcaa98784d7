using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using AutoClaw.Cli.Download;
using AutoClaw.Gateway.Local;

namespace AutoClaw.Cli.EngineSetup;

/// <summary>llama-server from the archives of llama.cpp's releases on GitHub, with the checksum that GitHub publishes.</summary>
internal sealed class ReleaseArchive(EngineFolder folder, Uri address, SourceClient client, Downloader downloader, TransferProgress progress)
{
    /// <summary>Names another address with the same answer: a mirror, or one release instead of the latest.</summary>
    public const string Variable = "AUTOCLAW_LLAMA_RELEASE";

    private const int LargestAnswer = 16 << 20;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Where the release is described; null: the variable is no URL.</summary>
    public static Uri? Address => Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } set
        ? new Uri("https://api.github.com/repos/ggml-org/llama.cpp/releases/latest")
        : Uri.TryCreate(set, UriKind.Absolute, out var url) ? url : null;

    public static string? Platform =>
        ReleaseAsset.Platform(OperatingSystem.IsMacOS() ? OSPlatform.OSX : OperatingSystem.IsLinux() ? OSPlatform.Linux : OSPlatform.Windows, RuntimeInformation.OSArchitecture);

    /// <param name="say">Told why it waits.</param>
    /// <param name="cancelled">Ends it; what was fetched stays for the next run.</param>
    /// <exception cref="IOException">The folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public async Task<SetupResult> InstallAsync(Action<string> say, CancellationToken cancelled)
    {
        var (asset, problem) = await AskAsync(cancelled);
        var source = $"llama.cpp release {asset?.Release}".TrimEnd();
        if (asset is null)
        {
            return new SetupResult(source, problem);
        }

        if (asset.Sha256 is null)
        {
            return new SetupResult(source, $"{asset.Name} has no published SHA-256, and is not used without.");
        }

        var part = Path.Combine(folder.Download, asset.Name + ".part");
        var fetched = await progress.RunAsync(asset.Name, report => downloader.RunAsync(new DownloadRequest(asset.Url, part, NoArchive, 2), report, say, cancelled));
        if (fetched.Problem is not null)
        {
            return new SetupResult(source, fetched.Problem);
        }

        var sha256 = await FileHash.Sha256Async(part, null, cancelled);
        problem = sha256 == asset.Sha256 ? Unpack(part, asset.Name) : $"{asset.Name} does not have the published SHA-256: it is {sha256} and should be {asset.Sha256}.";
        Directory.Delete(folder.Download, recursive: true);
        return new SetupResult(source, problem, fetched);
    }

    private static string? NoArchive(ReadOnlySpan<byte> start) =>
        start.StartsWith("PK"u8) || start.StartsWith(stackalloc byte[] { 0x1F, 0x8B }) ? null : "it is no archive";

    private async Task<(ReleaseAsset? Asset, string? Problem)> AskAsync(CancellationToken cancelled)
    {
        if (Platform is not { } platform)
        {
            return (null, "llama.cpp's releases have no archive for this system.");
        }

        using var late = new CancellationTokenSource(AnswerTimeout, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancelled);
        try
        {
            using var answer = await client.GetAsync(address, 0, null, either.Token);
            if (answer.Response is not { } response)
            {
                return (null, answer.Refusal);
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                return (null, $"{address.Authority} answers {(int)response.StatusCode}{(response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests ? ": its limit for anonymous callers is reached; try again in an hour" : string.Empty)}.");
            }

            await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            var asset = ReleaseAsset.Find(await response.Content.ReadAsByteArrayAsync(either.Token), platform);
            return asset is null ? (null, $"The release at {address} has no archive for {platform}.") : (asset, null);
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            return (null, $"{address.Authority} did not answer within {AnswerTimeout.TotalSeconds} s.");
        }
        catch (HttpRequestException error)
        {
            return (null, $"{address.Authority} cannot be reached: {(error.InnerException ?? error).Message}.");
        }
        catch (JsonException error)
        {
            return (null, $"{address} does not describe a release: {error.Message}.");
        }
    }

    private string? Unpack(string archive, string name)
    {
        if (Directory.Exists(folder.Stage))
        {
            Directory.Delete(folder.Stage, recursive: true);
        }

        Directory.CreateDirectory(folder.Stage);
        try
        {
            // Both refuse entries that lead out of the folder.
            if (name.EndsWith(".zip", StringComparison.Ordinal))
            {
                ZipFile.ExtractToDirectory(archive, folder.Stage);
            }
            else
            {
                using var file = File.OpenRead(archive);
                using var unzipped = new GZipStream(file, CompressionMode.Decompress);
                TarFile.ExtractToDirectory(unzipped, folder.Stage, overwriteFiles: false);
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
        {
            Directory.Delete(folder.Stage, recursive: true);
            return $"{name} cannot be unpacked: {error.Message}";
        }

        if (Directory.EnumerateFiles(folder.Stage, LlamaServerBinary.FileName, SearchOption.AllDirectories).FirstOrDefault() is not { } program)
        {
            Directory.Delete(folder.Stage, recursive: true);
            return $"{name} holds no {LlamaServerBinary.FileName}.";
        }

        Replace(Path.GetRelativePath(folder.Stage, program));
        return null;
    }

    /// <summary>Puts the unpacked files in place, with a script in front that starts the program among its libraries.</summary>
    private void Replace(string program)
    {
        const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        if (Directory.Exists(folder.Files))
        {
            Directory.Delete(folder.Files, recursive: true);
        }

        Directory.Move(folder.Stage, folder.Files);
        var launcher = folder.Program + ".new";
        File.WriteAllText(launcher, $"#!/bin/sh\nhere=$(dirname \"$0\")\nexec \"$here/files/{program}\" \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder.Files, program), Executable);
            File.SetUnixFileMode(launcher, Executable);
        }

        File.Move(launcher, folder.Program, overwrite: true);
    }
}
