using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AutoClaw.Core.Privacy.Pseudonyms;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Privacy;

/// <summary>A chat request as engines of other houses get it, and the way back for their answers.</summary>
internal sealed class MaskedChat : IDisposable
{
    private readonly PseudonymLease _lease;
    private readonly MaskedRequest _request;
    private readonly bool _textIsJson;

    private MaskedChat(PseudonymLease lease, MaskedRequest request, ChatEnvelope envelope)
    {
        (_lease, _request, Envelope) = (lease, request, envelope);
        _textIsJson = envelope.HasJsonSchema || envelope.ResponseFormat.Span.IndexOf("json_object"u8) >= 0;
    }

    /// <summary>The request with placeholders.</summary>
    public ChatEnvelope Envelope { get; }

    /// <summary>Null where not all can be replaced.</summary>
    /// <param name="scope">Whose request.</param>
    /// <param name="services">Know the placeholders of its conversation.</param>
    /// <param name="envelope">The client's request.</param>
    /// <param name="found">What is in it.</param>
    /// <param name="actions">What is to be replaced.</param>
    public static MaskedChat? Create(RequestScope scope, RelayServices services, ChatEnvelope envelope, IReadOnlyList<RequestFinding> found, ActionTable actions)
    {
        var lease = services.Pseudonyms.Enter(ConversationOf(scope, envelope));
        if (MaskedRequest.Create(envelope.Body, found, actions.Of, lease.Map) is { } request
            && ClientDialect.Of(envelope.Wire).Scan(scope.Context.Request, request.Body, out var masked, out _))
        {
            return new MaskedChat(lease, request, masked!);
        }

        lease.Dispose();
        return null;
    }

    /// <summary>Puts the values back into one answer.</summary>
    public ReidentifyingEvents NewEvents() => new(_lease.Map, _request.Placeholders, _textIsJson);

    public void Dispose() => _lease.Dispose();

    // As ConversationKey, but such that nobody can make one that is another's.
    private static UInt128 ConversationOf(RequestScope scope, ChatEnvelope envelope)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, MemoryMarshal.AsBytes((scope.KeyId ?? "").AsSpan()));
        if (scope.Context.Request.Headers.TryGetValue(RelayHeaders.Conversation, out var name) && name.ToString() is { Length: > 0 } given)
        {
            Add(hash, MemoryMarshal.AsBytes(given.AsSpan()));
        }
        else if (envelope.ConversationId.Length > 0)
        {
            Add(hash, envelope.ConversationId.Of(envelope.Body.Span));
        }
        else
        {
            AddFirstMessages(hash, envelope);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    // Up to the end of what the user said first: what follows grows with every turn.
    private static void AddFirstMessages(IncrementalHash hash, ChatEnvelope envelope)
    {
        var asked = false;
        for (var i = 0; i < envelope.Parts.Count && (!asked || envelope.Parts[i].Role == MessageRole.User); i++)
        {
            asked |= envelope.Parts[i].Role == MessageRole.User;
            hash.AppendData([(byte)envelope.Parts[i].Role]);
            Add(hash, envelope.Parts[i].Raw.Of(envelope.Body.Span));
        }
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
