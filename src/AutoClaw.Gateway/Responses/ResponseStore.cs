using AutoClaw.Core.Wire.OpenAiResponses;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Options;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Responses;

/// <summary>
/// Answers of the Responses API for clients that come back to them. Whatever goes wrong with the file is logged and told as an outcome;
/// the next call opens it anew. Without a file nothing is kept and nothing is there: it is made by the first answer that is.
/// </summary>
internal sealed class ResponseStore : IAsyncDisposable
{
    // How often what is too old is looked for while no new answer does it.
    private static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger<ResponseStore> _log;
    private readonly ITimer _timer;
    private ResponseFile? _file;
    private ResponsesOptions _options;
    private bool _closed;

    /// <param name="ledgerPath">The file lies beside it, and its lock keeps other gateways off both.</param>
    /// <param name="options">In force until a call brings others.</param>
    /// <param name="time">For ages.</param>
    /// <param name="log">For what goes wrong.</param>
    public ResponseStore(string ledgerPath, ResponsesOptions options, TimeProvider time, ILogger<ResponseStore> log)
    {
        _path = PathBeside(ledgerPath);
        _options = options;
        _time = time;
        _log = log;
        _timer = time.CreateTimer(_ => _ = TrimAsync(), null, TimeSpan.Zero, TrimEvery);
    }

    /// <summary>Where the answers lie that belong to a ledger.</summary>
    public static string PathBeside(string ledgerPath) => Path.ChangeExtension(Path.GetFullPath(ledgerPath), "responses.db");

    /// <summary>Completes when the turn is on the disk.</summary>
    public Task<StoreOutcome> AddAsync(KeptTurn kept, ResponsesOptions options) =>
        RunAsync(options, creates: true, StoreOutcome.Failed, StoreOutcome.Failed, file => file.Add(kept, options, _time.GetUtcNow()));

    /// <summary>The conversation up to that answer of this key.</summary>
    public Task<Conversation> FindAsync(string? keyId, string id, long mostBytes, ResponsesOptions options) => RunAsync(
        options,
        creates: false,
        new Conversation(StoreOutcome.NotFound, [], id),
        new Conversation(StoreOutcome.Failed, []),
        file => file.Find(keyId, id, mostBytes, options, _time.GetUtcNow()));

    /// <summary>The response object of that answer.</summary>
    public Task<(StoreOutcome Outcome, byte[]? Response)> GetAsync(string? keyId, string id, ResponsesOptions options) => RunAsync<(StoreOutcome, byte[]?)>(
        options,
        creates: false,
        (StoreOutcome.NotFound, null),
        (StoreOutcome.Failed, null),
        file => file.Response(keyId, id, options, _time.GetUtcNow()) is { } response ? (StoreOutcome.Done, response) : (StoreOutcome.NotFound, null));

    /// <summary>Removes that answer and its request.</summary>
    public Task<StoreOutcome> DeleteAsync(string? keyId, string id, ResponsesOptions options) => RunAsync(
        options, creates: false, StoreOutcome.NotFound, StoreOutcome.Failed, file => file.Delete(keyId, id) ? StoreOutcome.Done : StoreOutcome.NotFound);

    /// <summary>Removes the next piece of what is kept of those who are meant.</summary>
    /// <returns>How many answers, and whether there are more; null where the file could not be changed.</returns>
    public Task<(int Removed, bool More)?> EraseAsync(IdentitySelection who) =>
        RunAsync<(int, bool)?>(_options, creates: false, absent: (0, false), failed: null, file => file.Erase(who));

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _turn.WaitAsync().ConfigureAwait(false);
        _closed = true;
        _file?.Dispose();
        _turn.Release();
    }

    private Task<bool> TrimAsync() => RunAsync(_options, creates: false, false, false, file =>
    {
        file.Trim(_options, _time.GetUtcNow(), wipes: true);
        return true;
    });

    // Not on the caller's thread, which reads other clients' requests: SQLite waits for disks.
    private Task<T> RunAsync<T>(ResponsesOptions options, bool creates, T absent, T failed, Func<ResponseFile, T> run) => Task.Run(async () =>
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            _options = options;
            if (_closed || (_file is null && !creates && !File.Exists(_path)))
            {
                return absent;
            }

            _file ??= ResponseFile.Open(_path);
            return run(_file);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            _log.StoreFailed(_path, error.Message);
            _file?.Dispose();
            _file = null;
            return failed;
        }
        finally
        {
            _turn.Release();
        }
    });
}
