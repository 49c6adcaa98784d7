using AutoClaw.Gateway.Local;

namespace AutoClaw.Cli.Download;

/// <summary>Brings one model into the store: fetched or linked, checked, and only then under its name.</summary>
internal sealed class ModelPull(GgufStore store, TimeProvider time, Func<DownloadRequest, Task<DownloadResult>> download, TransferProgress progress)
{
    public async Task<PullResult> RunAsync(ModelSource source, PullRequest request, CancellationToken cancelled)
    {
        try
        {
            using var held = store.TryLock(source.Name);
            return held is null
                ? new PullResult($"Another process is pulling or removing {source.Name} at this moment.")
                : There(source, request) ?? await FetchAsync(source, request, cancelled);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new PullResult($"{store.Folder} cannot be used: {error.Message}");
        }
    }

    /// <summary>What is in the store under that name already; null: nothing, or it shall be replaced.</summary>
    private PullResult? There(ModelSource source, PullRequest request)
    {
        var path = store.PathOf(source.Name);
        if (request.Again || !File.Exists(path))
        {
            return null;
        }

        var bytes = new FileInfo(path).Length;
        var record = store.RecordOf(source.Name);
        var wanted = request.Sha256 ?? source.Sha256;
        return record is null || record.Bytes != bytes ? null
            : record.Source != source.Text && record.Sha256 != wanted
                ? new PullResult($"The store has another {source.Name}, from {record.Source}. Choose a name with --name, or remove that one: autoclaw models rm {source.Name}")
            : wanted is not null && record.Sha256 != wanted ? null
            : new PullResult(null, new StoredModel(source.Name, path, bytes), record, GgufFile.Read(path).Header, WasThere: true);
    }

    private async Task<PullResult> FetchAsync(ModelSource source, PullRequest request, CancellationToken cancelled)
    {
        var part = store.PartOf(source.Name);
        var fetched = source.Location.IsFile
            ? await TakeAsync(source.Location.LocalPath, part, cancelled)
            : await download(new DownloadRequest(source.Location, part, GgufPreamble.Problem, GgufPreamble.Bytes));
        if (fetched.Problem is not null)
        {
            return new PullResult(fetched.Problem);
        }

        var (expected, origin) = request.Sha256 is { } given ? (given, "user")
            : source.Sha256 is { } listed ? (listed, "catalogue")
            : fetched.ServerSha256 is { } sent ? (sent, "server")
            : (null, (string?)null);
        var sha256 = await progress.RunAsync($"checking {source.Name}", report => FileHash.Sha256Async(part, done => report(done, fetched.Bytes), cancelled));
        var header = GgufFile.Read(part);
        var problem = expected is not null && sha256 != expected ? Differs(source, origin!, expected, sha256)
            : header.Problem is not null ? $"{source.Text} is refused: {header.Problem}."
            : header.Header!.SplitCount > 1 ? $"{source.Text} is one of {header.Header.SplitCount} parts. Join them first (llama-gguf-split --merge), then pull the file."
            : null;
        if (problem is not null)
        {
            // Never gone on with: its bytes are wrong, and nobody knows which.
            Forget(part);
            return new PullResult(problem);
        }

        var model = store.Add(source.Name, new ModelRecord(source.Text, sha256, origin, fetched.Bytes, time.GetUtcNow(), source.License));
        Forget(part);
        return new PullResult(null, model, store.RecordOf(source.Name), header.Header, fetched.Resumed);
    }

    private static string Differs(ModelSource source, string origin, string expected, string actual)
    {
        var whose = origin switch { "user" => "that you gave", "catalogue" => "of the catalogue", _ => "that the server gave" };
        return $"{source.Text} does not have the SHA-256 {whose}: it is {actual} and should be {expected}. The bytes are thrown away; run it again, and if it stays so the file on the server is another one.";
    }

    private static void Forget(string part)
    {
        File.Delete(part);
        File.Delete(part + ".json");
    }

    /// <summary>A file of this machine: a second name for its bytes where the file system can, else a copy.</summary>
    private async Task<DownloadResult> TakeAsync(string file, string part, CancellationToken cancelled)
    {
        if (!File.Exists(file))
        {
            return new DownloadResult($"There is no file {file}.", null, 0, 0);
        }

        // A link to the link would break with it.
        file = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        if (GgufFile.Read(file).Problem is { } problem)
        {
            return new DownloadResult($"{file} is refused: {problem}.", null, 0, 0);
        }

        Forget(part);
        if (!HardLink.TryCreate(file, part))
        {
            await progress.RunAsync("copying", report => CopyAsync(file, part, report, cancelled));
        }

        return new DownloadResult(null, null, new FileInfo(part).Length, 0);
    }

    private static async Task<bool> CopyAsync(string file, string part, Action<long, long?> report, CancellationToken cancelled)
    {
        const int BufferBytes = 1 << 20;
        await using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using var to = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
        var buffer = new byte[BufferBytes];
        var done = 0L;
        for (int count; (count = await from.ReadAsync(buffer, cancelled)) > 0;)
        {
            await to.WriteAsync(buffer.AsMemory(0, count), cancelled);
            report(done += count, from.Length);
        }

        to.Flush(flushToDisk: true);
        return true;
    }
}
