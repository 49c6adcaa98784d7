using AutoClaw.Core.Model;

namespace AutoClaw.Core.Routing;

/// <summary>
/// Where each conversation was answered last. Bounded: 131,072 conversations in 1 MB; one that is idle for too long is forgotten, and
/// a full set of eight forgets its longest idle one. An entry is one word, so any number of threads may read and write without a lock.
/// </summary>
/// <remarks>Two conversations are taken for one with a chance of 2^-31 a look-up; that costs a stay or a switch, nothing else.</remarks>
/// <param name="time">The clock.</param>
/// <param name="idle">How long one is remembered after its last answer, a month at most; null: <see cref="Idle"/>.</param>
public sealed class ConversationPlaces(TimeProvider time, TimeSpan? idle = null)
{
    /// <summary>Longer than providers keep a prompt cache.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    private const int Ways = 8;
    private const int SetBits = 14;

    // An entry: bit 0 the place, 1 to 7 the engine (0: not kept), 8 to 29 the second of its last use, 30 to 63 the conversation. 0 is empty:
    // seconds begin at 1.
    private const int EngineAt = 1;
    private const int SecondAt = 8;
    private const int TagAt = 30;
    private const int EngineMask = (1 << (SecondAt - EngineAt)) - 1;
    private const uint SecondMask = (1u << 22) - 1;

    private readonly long[] _entries = new long[Ways << SetBits];
    private readonly long _started = time.GetTimestamp();
    private readonly double _idle = (idle ?? Idle).TotalSeconds;

    /// <summary>The place that answered last; null for a conversation that is new, or was idle for too long.</summary>
    public Place? Find(ulong conversation) => Look(conversation) is not 0 and var known ? (known & 1) == 0 ? Place.Local : Place.Cloud : null;

    /// <summary>The engine that answered last, as it was told; null where nobody told, or as with <see cref="Find"/>.</summary>
    public int? FindEngine(ulong conversation) => ((int)(Look(conversation) >> EngineAt) & EngineMask) is var engine and > 0 ? engine - 1 : null;

    /// <summary>Notes that <paramref name="place"/> has answered.</summary>
    /// <param name="conversation">Its hash.</param>
    /// <param name="place">Where it was answered.</param>
    /// <param name="engine">By whom, 0 or more; 126 and less is kept.</param>
    public void Remember(ulong conversation, Place place, int? engine = null)
    {
        var now = Second();
        var set = SetOf(conversation);
        var slot = 0;
        var oldest = 0u;
        for (var i = 0; i < Ways; i++)
        {
            var known = Volatile.Read(ref set[i]);
            if (known != 0 && IsOf(known, conversation))
            {
                slot = i;
                break;
            }

            var age = known == 0 ? uint.MaxValue : Age(known, now);
            if (age > oldest)
            {
                (slot, oldest) = (i, age);
            }
        }

        var who = engine is >= 0 and < EngineMask ? engine.Value + 1 : 0;
        Volatile.Write(
            ref set[slot], (long)(conversation >> TagAt << TagAt) | ((long)now << SecondAt) | ((long)who << EngineAt) | (place == Place.Cloud ? 1L : 0L));
    }

    private long Look(ulong conversation)
    {
        var now = Second();
        foreach (ref var entry in SetOf(conversation))
        {
            var known = Volatile.Read(ref entry);
            if (known != 0 && IsOf(known, conversation) && Age(known, now) <= _idle)
            {
                return known;
            }
        }

        return 0;
    }

    private static bool IsOf(long entry, ulong conversation) => (ulong)entry >> TagAt == conversation >> TagAt;

    // Seconds wrap after 48 days; an entry that old is only by luck taken for a fresh one.
    private static uint Age(long entry, uint now) => (now - ((uint)(entry >> SecondAt) & SecondMask)) & SecondMask;

    private Span<long> SetOf(ulong conversation) => _entries.AsSpan((int)(conversation & ((1 << SetBits) - 1)) * Ways, Ways);

    private uint Second() => ((uint)time.GetElapsedTime(_started).TotalSeconds + 1) & SecondMask;
}
