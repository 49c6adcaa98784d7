using System.Globalization;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Learning;

/// <summary>
/// The last answered requests, in memory alone, so that feedback can be joined with what it is about. Written after the answer is out,
/// each request in the slot of its own number; features are made only of what is asked for.
/// </summary>
internal sealed class RecentRequests
{
    /// <summary>Requests kept. At most 8 KB each, and of most prompts far less.</summary>
    public const int Kept = 10_000;

    private readonly Slot?[] _slots = new Slot?[Kept];

    public void Add(RequestScope scope, ChatEnvelope envelope)
    {
        if (scope.Answered is null)
        {
            return;
        }

        ref var place = ref _slots[scope.Number % Kept];
        var slot = Volatile.Read(ref place) ?? Interlocked.CompareExchange(ref place, new Slot(), null) ?? place;
        lock (slot.Gate)
        {
            slot.Scope = scope.ToRecent();
            slot.ReceivedAt = scope.ReceivedAt;
            slot.StoreText = scope is { Privacy.Label.IsOpen: true, Content: null } && scope.Snapshot.StoresText(scope.Plan!.Name);
            slot.Prompt.Take(envelope);
        }
    }

    /// <summary>Null if it is not there, or is somebody else's: whose requests exist is nobody's business.</summary>
    public RecentRequest? Find(string requestId, string? keyId)
    {
        if (requestId.Length < 8
            || !uint.TryParse(requestId.AsSpan(requestId.Length - 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            || Volatile.Read(ref _slots[number % Kept]) is not { } slot)
        {
            return null;
        }

        lock (slot.Gate)
        {
            var known = slot.Scope;
            return known.RequestId != requestId || known.KeyId != keyId
                ? null
                : new RecentRequest(
                    requestId, keyId, known.Subject, known.Route, known.Score, known.Engine, known.Place, slot.Prompt.Features(), slot.StoreText ? slot.Prompt.Text : null);
        }
    }

    /// <summary>Forgets the requests of those who are meant.</summary>
    public void Forget(IdentitySelection who)
    {
        for (var i = 0; i < Kept; i++)
        {
            if (Volatile.Read(ref _slots[i]) is { } slot)
            {
                lock (slot.Gate)
                {
                    if (who.Subject is { } subject ? slot.Scope.Subject == subject : slot.ReceivedAt < who.Before)
                    {
                        slot.Scope = default;
                        slot.Prompt.Clear();
                    }
                }
            }
        }
    }

    private sealed class Slot
    {
        public Lock Gate { get; } = new();

        public AnsweredRequest Scope { get; set; }

        public DateTimeOffset ReceivedAt { get; set; }

        public bool StoreText { get; set; }

        public PromptCopy Prompt { get; } = new();
    }
}
