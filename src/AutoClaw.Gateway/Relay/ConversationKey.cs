using System.IO.Hashing;
using System.Runtime.InteropServices;
using AutoClaw.Core.Wire;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// What tells one conversation from another: the client's own name for it, else its first messages. Within a route and a client key:
/// nobody moves another's conversation. Each part's hash seeds the next, so that nothing is put together.
/// </summary>
internal static class ConversationKey
{
    public static ulong Of(RequestScope scope, ChatEnvelope envelope)
    {
        var owner = Add(Add(0, scope.Plan!.Name), scope.KeyId ?? "");
        return scope.Context.Request.Headers.TryGetValue(RelayHeaders.Conversation, out var name) && name.ToString() is { Length: > 0 } given
            ? Add(owner, given)
            : envelope.ConversationId.Length > 0 ? Add(owner, envelope.ConversationId.Of(envelope.Body.Span))
            : AddFirstMessages(owner, envelope);
    }

    // Up to the end of what the user said first: what follows grows with every turn.
    private static ulong AddFirstMessages(ulong hash, ChatEnvelope envelope)
    {
        var body = envelope.Body.Span;
        var parts = envelope.Parts;
        var asked = false;
        for (var i = 0; i < parts.Count && (!asked || parts[i].Role == MessageRole.User); i++)
        {
            asked |= parts[i].Role == MessageRole.User;
            hash = Add(hash + (ulong)parts[i].Role, parts[i].Raw.Of(body));
        }

        return hash;
    }

    private static ulong Add(ulong hash, ReadOnlySpan<char> text) => Add(hash, MemoryMarshal.AsBytes(text));

    private static ulong Add(ulong hash, ReadOnlySpan<byte> bytes) => XxHash64.HashToUInt64(bytes, (long)hash);
}
