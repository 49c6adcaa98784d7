using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace AutoClaw.Cli.Download;

/// <summary>One request of a download and what comes of it.</summary>
internal sealed class DownloadAttempt(
    SourceClient client, TimeProvider time, DownloadOptions options, DownloadRequest request, PartFile part, Action<long, long?> report)
{
    // 256 KiB: one write to disk for some reads from the socket; larger changes nothing on a loopback transfer.
    private const int BufferBytes = 256 * 1024;

    // Below it other programs on the disk begin to fail.
    private const long LeaveFree = 64L << 20;

    private readonly byte[] _buffer = new byte[BufferBytes];

    public async Task<AttemptOutcome> RunAsync(CancellationToken cancelled)
    {
        if (part.IsWhole)
        {
            return AttemptOutcome.Whole;
        }

        using var stall = new CancellationTokenSource(options.StallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancelled);
        try
        {
            var validator = part.Note?.Etag is { } etag ? EntityTagHeaderValue.Parse(etag) : null;
            using var answer = await client.GetAsync(request.Url, part.Length, validator, either.Token);
            return Judge(answer) ?? await ReceiveAsync(answer.Response!, stall, either.Token);
        }
        catch (OperationCanceledException) when (stall.IsCancellationRequested && !cancelled.IsCancellationRequested)
        {
            return AttemptOutcome.Broken(string.Create(CultureInfo.InvariantCulture, $"Nothing came from {request.Url.Authority} for {options.StallTimeout.TotalSeconds:0.###} s."));
        }
        catch (HttpRequestException error)
        {
            return error.HttpRequestError == HttpRequestError.NameResolutionError
                ? new AttemptOutcome($"{request.Url.Host} is not known here: this machine is offline, or needs a proxy (HTTPS_PROXY) or a mirror (AUTOCLAW_HF_MIRROR).")
                : AttemptOutcome.Broken($"{request.Url.Authority} cannot be reached: {(error.InnerException ?? error).Message}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new AttemptOutcome($"{request.Part} cannot be written: {error.Message}");
        }
    }

    /// <summary>Null: its body is what is wanted, and the note describes it.</summary>
    private AttemptOutcome? Judge(SourceAnswer answer)
    {
        if (answer.Response is not { } response)
        {
            return new AttemptOutcome(answer.Refusal);
        }

        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                part.Discard();
                break;
            case HttpStatusCode.PartialContent when Continues(answer):
                break;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Discard();
                return AttemptOutcome.Broken("The file on the server is another one now: starting anew.");
            default:
                return Failure(response);
        }

        var body = response.Content.Headers;
        var length = response.StatusCode == HttpStatusCode.OK ? body.ContentLength : body.ContentRange!.Length;
        if (answer.LinkedBytes is { } linked && length is not null && linked != length)
        {
            return new AttemptOutcome($"The server contradicts itself: the file has {linked} bytes, and {length} bytes are sent.");
        }

        length ??= answer.LinkedBytes;
        var tag = response.Headers.ETag is { IsWeak: false } strong ? strong.ToString() : null;
        part.Begin(new PartNote(request.Url.AbsoluteUri, tag, answer.Sha256, length));
        return Room(length - part.Length);
    }

    private bool Continues(SourceAnswer answer)
    {
        var range = answer.Response!.Content.Headers.ContentRange;
        if (part.Note is not { } note || range?.From != part.Length || range.Length != note.Length)
        {
            return false;
        }

        var tag = answer.Response.Headers.ETag?.ToString();
        var same = (tag ?? note.Etag) == note.Etag && (answer.Sha256 ?? note.Sha256) == note.Sha256;

        // With the tag the server has compared them itself, and need not repeat it.
        return same && (note.Etag is not null || answer.Sha256 is not null);
    }

    private AttemptOutcome? Room(long? missing)
    {
        var free = new DriveInfo(Path.GetDirectoryName(request.Part)!).AvailableFreeSpace;
        return missing + LeaveFree > free
            ? new AttemptOutcome($"The disk of {Path.GetDirectoryName(request.Part)} has {ByteText.Of(free)} free, and {ByteText.Of(missing!.Value)} are missing. Make room, or set AUTOCLAW_HOME to another disk.")
            : null;
    }

    private AttemptOutcome Failure(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var who = request.Url.Authority;
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new AttemptOutcome(
                $"{who} refuses it ({status}): it is gated or private. Accept its licence on its page, make a token there and set {HubToken.Variable}."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new AttemptOutcome($"{who} has no such file ({status}): {request.Url}"),
            HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => AttemptOutcome.Broken(
                $"{who} answers {status}.", response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - time.GetUtcNow()),
            _ => new AttemptOutcome($"{who} answers {status}, which is no file: {request.Url}"),
        };
    }

    private async Task<AttemptOutcome> ReceiveAsync(HttpResponseMessage response, CancellationTokenSource stall, CancellationToken cancelled)
    {
        var length = part.Note!.Length;
        await using var file = part.Append();
        await using var body = await response.Content.ReadAsStreamAsync(cancelled);
        file.SetLength(part.Length);
        report(part.Length, length);
        if (part.Length == 0 && await StartAsync(file, body, stall, cancelled) is { } problem)
        {
            return problem;
        }

        while (true)
        {
            var (count, broken) = await ReadAsync(body, _buffer, stall, cancelled);
            if (broken is not null)
            {
                return broken;
            }

            if (count == 0)
            {
                break;
            }

            await KeepAsync(file, _buffer.AsMemory(0, count), cancelled);
        }

        file.Flush(flushToDisk: true);
        if (length is null)
        {
            part.Begin(part.Note with { Length = part.Length });
        }

        return part.IsWhole ? AttemptOutcome.Whole : AttemptOutcome.Broken(Early());
    }

    /// <summary>Collects the first bytes and lets them be judged before any is kept; null: they are good and kept.</summary>
    private async Task<AttemptOutcome?> StartAsync(FileStream file, Stream body, CancellationTokenSource stall, CancellationToken cancelled)
    {
        var count = 0;
        while (count < request.StartBytes)
        {
            var (more, broken) = await ReadAsync(body, _buffer.AsMemory(count), stall, cancelled);
            if (broken is not null)
            {
                return broken;
            }

            if (more == 0)
            {
                break;
            }

            count += more;
        }

        if (request.CheckStart(_buffer.AsSpan(0, Math.Min(count, request.StartBytes))) is { } problem)
        {
            await file.DisposeAsync();
            part.Discard();
            return new AttemptOutcome($"{request.Url} is refused: {problem}.");
        }

        await KeepAsync(file, _buffer.AsMemory(0, count), cancelled);
        return null;
    }

    private async Task<(int Count, AttemptOutcome? Broken)> ReadAsync(Stream body, Memory<byte> buffer, CancellationTokenSource stall, CancellationToken cancelled)
    {
        stall.CancelAfter(options.StallTimeout);
        try
        {
            return (await body.ReadAsync(buffer, cancelled), null);
        }
        catch (IOException)
        {
            // A connection that ends before the promised length, one that is reset, a broken chunk: all the same here.
            return (0, AttemptOutcome.Broken(Early()));
        }
    }

    private async Task KeepAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancelled)
    {
        await file.WriteAsync(bytes, cancelled);
        part.Grown(bytes.Length);
        report(part.Length, part.Note!.Length);
    }

    private string Early() => $"The connection ended early, at {part.Length} of {part.Note?.Length?.ToString(CultureInfo.InvariantCulture) ?? "?"} bytes.";
}
