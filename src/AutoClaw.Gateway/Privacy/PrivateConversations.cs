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
/// them. In memory: after a restart only keys, routes, headers and the scan of what is repeated speak.
/// </summary>
internal sealed class PrivateConversations
{
    // 16 bytes an entry and its label: some 20 MB in both generations.
    private const int GenerationSize = 200_000;

    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<ulong, PrivacyLabel> _young = new();
    private volatile ConcurrentDictionary<ulong, PrivacyLabel> _old = new();

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

    /// <summary>The conversation has it from now on.</summary>
    public void Remember(RequestScope scope, ChatEnvelope envelope, in PrivacyLabel label)
    {
        var owner = Owner(scope);
        if (NameOf(scope, envelope, owner) is { } name)
        {
            Remember(name, label);
        }

        var hash = owner;
        for (var i = 0; i < envelope.Parts.Count; i++)
        {
            hash = Add(hash, envelope, i);
        }

        Remember(hash, label);
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

    private void Remember(ulong key, PrivacyLabel label)
    {
        var young = _young;
        young.AddOrUpdate(key, static (_, added) => added, static (_, known, added) => known.And(added), label);
        if (young.Count < GenerationSize)
        {
            return;
        }

        lock (_turning)
        {
            if (ReferenceEquals(_young, young))
            {
                _old = young;
                _young = new ConcurrentDictionary<ulong, PrivacyLabel>();
            }
        }
    }

    // Nobody's conversation is labelled by somebody else.
    private static ulong Owner(RequestScope scope) => XxHash64.HashToUInt64(MemoryMarshal.AsBytes((scope.KeyId ?? "").AsSpan()), seed: 0x5AFE);

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
