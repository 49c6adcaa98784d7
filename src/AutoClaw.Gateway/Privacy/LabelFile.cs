using System.Globalization;
using System.Text;
using System.Threading.Channels;
using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Privacy;

/// <summary>
/// The labels of conversations beside the ledger, a line each: what was private before a restart is private after it. Lines are appended by
/// one task, so that a disk that stands still holds up nobody for longer than he waits.
/// </summary>
internal sealed class LabelFile : IAsyncDisposable
{
    private const int KeyDigits = 16;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;
    private bool _failing;

    public LabelFile(string path, TimeProvider time, ILogger<LabelFile> log)
    {
        (_path, _time, _log) = (path, time, log);
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>How long a request waits for its line.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Where it lies that belongs to a ledger: beside it.</summary>
    public static string PathBeside(string ledgerPath) => Path.ChangeExtension(Path.GetFullPath(ledgerPath), "labels");

    /// <summary>What it holds, the oldest first; a line that was cut off, or can't be understood, is a private one.</summary>
    /// <exception cref="LedgerException">It is there and can't be read: who went on without it would let out what it holds back.</exception>
    public IReadOnlyList<(ulong Key, PrivacyLabel Label)> Read()
    {
        try
        {
            return File.Exists(_path) ? [.. File.ReadLines(_path).Where(static line => line.Length >= KeyDigits).Select(Parse).OfType<(ulong, PrivacyLabel)>()] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException(LedgerException.Unavailable, $"The labels of conversations can't be read: {error.Message}", error);
        }
    }

    /// <summary>Ends when the line is with the operating system, so that no end of this process takes it, or after <see cref="Patience"/>.</summary>
    public async ValueTask AppendAsync(ulong key, PrivacyLabel label)
    {
        var order = new Order($"{key:x16} {label}\n", null, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _orders.Writer.TryWrite(order);
        try
        {
            await order.Done!.Task.WaitAsync(Patience, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The label holds in memory, and the line follows when the disk moves again.
        }
    }

    /// <summary>Leaves these alone, and what is appended from now on.</summary>
    public void Replace(IEnumerable<KeyValuePair<ulong, PrivacyLabel>> labels) => _orders.Writer.TryWrite(new Order(null, labels, null));

    public async ValueTask DisposeAsync()
    {
        _orders.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private static (ulong, PrivacyLabel)? Parse(string line) =>
        !ulong.TryParse(line.AsSpan(0, KeyDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var key) ? null
        : (key, line.Length > KeyDigits + 1 && PrivacyLabel.TryParse(line[(KeyDigits + 1)..], out var label) ? label : PrivacyLabel.Private);

    private async Task WriteAllAsync()
    {
        var waiting = new List<Order>();
        while (await _orders.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var lines = new StringBuilder();
            waiting.Clear();
            while (_orders.Reader.TryRead(out var order))
            {
                if (order.All is null)
                {
                    lines.Append(order.Line);
                    waiting.Add(order);
                    continue;
                }

                Write(lines.ToString(), FileMode.Append);
                lines.Clear();
                Write(string.Concat(order.All.Select(static each => $"{each.Key:x16} {each.Value}\n")), FileMode.Create);
            }

            Write(lines.ToString(), FileMode.Append);
            foreach (var order in waiting)
            {
                order.Done!.TrySetResult();
            }
        }
    }

    private void Write(string lines, FileMode mode)
    {
        if (lines.Length == 0)
        {
            return;
        }

        try
        {
            var target = mode == FileMode.Create ? _path + ".tmp" : _path;
            var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(target, options))
            {
                // Behind a line that was cut off.
                file.Write(Encoding.ASCII.GetBytes(mode == FileMode.Append && EndsWithin(_path) ? "\n" + lines : lines));
            }

            if (mode == FileMode.Create)
            {
                File.Move(target, _path, overwrite: true);
            }

            _failing = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_failing)
            {
                _failing = true;
                _log.LabelsNotKept(error.Message);
            }
        }
    }

    private static bool EndsWithin(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length == 0)
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    /// <param name="Line">To be appended; null: all are replaced.</param>
    /// <param name="All">What is left.</param>
    /// <param name="Done">When it is done, or has failed.</param>
    private sealed record Order(string? Line, IEnumerable<KeyValuePair<ulong, PrivacyLabel>>? All, TaskCompletionSource? Done);
}
