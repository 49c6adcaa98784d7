using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Entries that could not be written yet, oldest first, in memory and within bounds. Any thread.</summary>
/// <param name="most">Entries.</param>
/// <param name="mostBytes">About, as they lie in memory.</param>
/// <param name="time">The clock.</param>
internal sealed class LedgerSpill(int most, long mostBytes, TimeProvider time)
{
    // An attempt's numbers and headers; its own texts come on top. Texts that many attempts share are counted for each.
    private const int BytesBesideTexts = 600;

    private readonly Lock _lock = new();
    private readonly Queue<(Attempt? Attempt, Label? Label, long At, int Bytes)> _entries = new();
    private long _bytes;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>How long the oldest has waited; zero where there is none.</summary>
    public TimeSpan OldestAge
    {
        get
        {
            lock (_lock)
            {
                return _entries.TryPeek(out var oldest) ? time.GetElapsedTime(oldest.At) : TimeSpan.Zero;
            }
        }
    }

    /// <returns>False where there is no room: it is not kept.</returns>
    public bool TryAdd(Attempt? attempt, Label? label)
    {
        var bytes = BytesBesideTexts + (2 * (attempt is null ? TextsOf(label!) : TextsOf(attempt)));
        lock (_lock)
        {
            if (_entries.Count >= most || _bytes + bytes > mostBytes)
            {
                return false;
            }

            _bytes += bytes;
            _entries.Enqueue((attempt, label, time.GetTimestamp(), bytes));
            return true;
        }
    }

    /// <summary>Gives the oldest to <paramref name="entry"/> without taking them away.</summary>
    public void Peek(int count, Action<Attempt?, Label?> entry)
    {
        lock (_lock)
        {
            foreach (var (attempt, label, _, _) in _entries.Take(count))
            {
                entry(attempt, label);
            }
        }
    }

    /// <summary>Takes the oldest away.</summary>
    public void Remove(int count)
    {
        lock (_lock)
        {
            for (var i = 0; i < count; i++)
            {
                _bytes -= _entries.Dequeue().Bytes;
            }
        }
    }

    private static int TextsOf(Attempt attempt) =>
        attempt.RequestId.Length + attempt.Route.Length + attempt.Engine.Length + attempt.Model.Length + attempt.Reason.Length
        + Length(attempt.KeyId) + Length(attempt.ErrorCode) + Length(attempt.FinishReason) + Length(attempt.Verdict) + Length(attempt.Dropped);

    private static int TextsOf(Label label) => label.RequestId.Length + Length(label.Comment) + Length(label.Text) + (label.Features.Length / 2);

    private static int Length(string? text) => text?.Length ?? 0;
}
