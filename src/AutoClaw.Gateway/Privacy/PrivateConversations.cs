using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Privacy;

/// <summary>
/// Labels of conversations, so that one that was private once stays it: also where a later message comes without the header, or by another
/// model's name. Known by what the client calls it, and by all messages up to the one that was labelled: whoever goes on from there repeats
/// them. In memory for those who ask, and in a file for the next start.
/// </summary>
internal sealed class PrivateConversations
{
    // 16 bytes an entry and its label: some 20 MB in both generations.
    private const int GenerationSize = 200_000;

    private readonly Lock _turning = new();
    private readonly LabelFile _file;
    private readonly long _seed;
    private volatile ConcurrentDictionary<ulong, PrivacyLabel> _young = new();
    private volatile ConcurrentDictionary<ulong, PrivacyLabel> _old = new();
    private int _added;

    /// <param name="file">What was private before.</param>
    /// <param name="subjects">Whose key the hashes are made with, so that nobody can try messages who has the file alone.</param>
    /// <exception cref="Ledger.LedgerException">The file can't be read.</exception>
    public PrivateConversations(LabelFile file, SubjectHash subjects)
    {
        (_file, _seed) = (file, subjects.Seed);
        var known = file.Read();
        for (var i = 0; i < known.Count; i++)
        {
            Put(known.Count - i > GenerationSize ? _old : _young, known[i].Key, known[i].Label);
        }
    }

    /// <summary>What holds for the conversation that the request goes on with.</summary>
    public PrivacyLabel Find(RequestScope scope, ChatEnvelope envelope)
    {
        if (_young.IsEmpty && _old.IsEmpty)
        {
            return PrivacyLabel.Open;
        }

        var owner = Owner(scope);
        var label = NameOf(scope, envelope, owner) is { } name ? Find(name) : PrivacyLabel.Open;
        var hash = owner;
        for (var i = 0; i < envelope.Parts.Count; i++)
        {
            hash = Add(hash, envelope, i);
            if (EndsMessage(envelope, i))
            {
                label = label.And(Find(hash));
            }
        }

        return label;
    }

    /// <summary>The conversation has it from now on, also after a restart.</summary>
    public async ValueTask RememberAsync(RequestScope scope, ChatEnvelope envelope, PrivacyLabel label)
    {
        var owner = Owner(scope);
        if (NameOf(scope, envelope, owner) is { } name && Remember(name, label))
        {
            await _file.AppendAsync(name, label).ConfigureAwait(false);
        }

        var hash = owner;
        for (var i = 0; i < envelope.Parts.Count; i++)
        {
            hash = Add(hash, envelope, i);
        }

        if (Remember(hash, label))
        {
            await _file.AppendAsync(hash, label).ConfigureAwait(false);
        }
    }

    private PrivacyLabel Find(ulong key)
    {
        if (_young.TryGetValue(key, out var label))
        {
            return label;
        }

        if (_old.TryGetValue(key, out label))
        {
            // Still spoken of, so it lives on.
            Remember(key, label);
        }

        return label;
    }

    // False where it was known, so that the file has it.
    private bool Remember(ulong key, PrivacyLabel label)
    {
        var young = _young;
        var isNew = Put(young, key, label);

        // Counting takes all of the dictionary's locks.
        if (isNew && Interlocked.Increment(ref _added) >= GenerationSize)
        {
            Turn(young);
        }

        return isNew;
    }

    private static bool Put(ConcurrentDictionary<ulong, PrivacyLabel> labels, ulong key, in PrivacyLabel label)
    {
        while (!labels.TryAdd(key, label))
        {
            if (labels.TryGetValue(key, out var known))
            {
                var both = known.And(label);
                if (both == known)
                {
                    return false;
                }

                if (labels.TryUpdate(key, both, known))
                {
                    return true;
                }
            }
        }

        return true;
    }

    private void Turn(ConcurrentDictionary<ulong, PrivacyLabel> young)
    {
        lock (_turning)
        {
            if (ReferenceEquals(_young, young))
            {
                _old = young;
                _young = new ConcurrentDictionary<ulong, PrivacyLabel>();
                _added = 0;
                _file.Replace(young);
            }
        }
    }

    // Nobody's conversation is labelled by somebody else.
    private ulong Owner(RequestScope scope) => XxHash64.HashToUInt64(MemoryMarshal.AsBytes((scope.KeyId ?? "").AsSpan()), _seed);

    private static ulong? NameOf(RequestScope scope, ChatEnvelope envelope, ulong owner) =>
        scope.Context.Request.Headers.TryGetValue(RelayHeaders.Conversation, out var name) && name.ToString() is { Length: > 0 } given
            ? XxHash64.HashToUInt64(MemoryMarshal.AsBytes(given.AsSpan()), (long)owner + 1)
            : envelope.ConversationId.Length > 0 ? XxHash64.HashToUInt64(envelope.ConversationId.Of(envelope.Body.Span), (long)owner + 2)
            : null;

    private static ulong Add(ulong hash, ChatEnvelope envelope, int part) =>
        XxHash64.HashToUInt64(envelope.Parts[part].Raw.Of(envelope.Body.Span), (long)(hash + (ulong)envelope.Parts[part].Role));

    private static bool EndsMessage(ChatEnvelope envelope, int part) =>
        part + 1 == envelope.Parts.Count || envelope.Parts[part + 1].Role != envelope.Parts[part].Role;
}
