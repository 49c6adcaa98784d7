using System.Globalization;

namespace AutoClaw.Cli.Download;

/// <summary>
/// Fetches a file into its part file, through dropped and stalled connections, and goes on where a killed run stopped. The bytes are only
/// as good as the server: the caller compares the checksum before anything uses them.
/// </summary>
internal sealed class Downloader(SourceClient client, TimeProvider time, DownloadOptions options)
{
    /// <param name="request">What to fetch. Nobody else may write to its part file meanwhile.</param>
    /// <param name="report">Told the bytes that are there and the file's length.</param>
    /// <param name="say">Told why it waits.</param>
    /// <param name="cancelled">Ends it; what is there stays for the next run.</param>
    public async Task<DownloadResult> RunAsync(DownloadRequest request, Action<long, long?> report, Action<string> say, CancellationToken cancelled)
    {
        var part = new PartFile(request.Part, request.Url.AbsoluteUri);
        part.Load();
        var resumed = part.Length;
        var attempt = new DownloadAttempt(client, time, options, request, part, report);
        var failures = 0;
        while (true)
        {
            var before = part.Length;
            var outcome = await attempt.RunAsync(cancelled);
            if (outcome.Problem is null)
            {
                return new DownloadResult(null, part.Note!.Sha256, part.Length, Math.Min(resumed, part.Length));
            }

            failures = part.Length - before >= options.Progress ? 1 : failures + 1;
            if (!outcome.Retry || failures > options.Retries)
            {
                var kept = outcome.Retry && part.Length > 0 ? " What is here is kept: run it again to go on." : string.Empty;
                return new DownloadResult(outcome.Problem + kept, part.Note?.Sha256, part.Length, resumed);
            }

            resumed = Math.Min(resumed, part.Length);
            var delay = Delay(failures, outcome.RetryAfter);
            say(string.Create(CultureInfo.InvariantCulture, $"{outcome.Problem} Trying again in {delay.TotalSeconds:0.###} s ({failures} of {options.Retries})."));
            await WaitAsync(delay, cancelled);
        }
    }

    private TimeSpan Delay(int failures, TimeSpan? asked)
    {
        var delay = options.FirstDelay * Math.Pow(2, failures - 1);
        delay = asked > delay ? asked.Value : delay;
        return delay > options.LongestDelay ? options.LongestDelay : delay;
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken cancelled)
    {
        if (delay > TimeSpan.Zero)
        {
            using var timer = new PeriodicTimer(delay, time);
            await timer.WaitForNextTickAsync(cancelled);
        }
    }
}
