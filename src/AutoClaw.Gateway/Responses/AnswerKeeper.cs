using System.Buffers;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiResponses;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Responses;

/// <summary>
/// Keeps one answer before its client has the end of it, so that it can be continued at once, and sees to it that the answer says what
/// was done: one that could not be kept says <c>store: false</c>.
/// </summary>
/// <param name="scope">Whose answer.</param>
/// <param name="services">With the store.</param>
/// <param name="envelope">The request as the client wrote it.</param>
/// <param name="keeps">False: it only gets the name of the answer before it, which its engine does not know.</param>
internal sealed class AnswerKeeper(RequestScope scope, RelayServices services, ChatEnvelope envelope, bool keeps)
{
    /// <summary>The request as the client wrote it: its engine gets the conversation before it as well.</summary>
    public ReadOnlyMemory<byte> Request => envelope.Body;

    /// <summary>It is to be kept.</summary>
    public bool Keeps => keeps;

    /// <summary>The response object of an event that comes before the content, with what is going to be done.</summary>
    public byte[] Announce(ReadOnlyMemory<byte> response) => ResponseEdit.With(response, keeps, envelope.Responses!.PreviousResponseId);

    /// <summary>Keeps what ends a stream, and writes it.</summary>
    public async ValueTask WriteEndAsync(ReadOnlyMemory<byte> end, IBufferWriter<byte> output)
    {
        var at = Find(end.Span);
        if (!at.IsPresent)
        {
            // An engine that ended its stream without the answer in whole: there is nothing to keep.
            services.Log.NotKept(scope.RequestId, "no response object");
            output.Write(end.Span);
            return;
        }

        var response = await FinishAsync(end[at.Start..at.End]).ConfigureAwait(false);
        output.Write(end.Span[..at.Start]);
        output.Write(response);
        output.Write(end.Span[at.End..]);
    }

    /// <summary>Keeps the answer; what its client gets is what is returned.</summary>
    public async ValueTask<byte[]> FinishAsync(ReadOnlyMemory<byte> response)
    {
        var previous = envelope.Responses!.PreviousResponseId;
        if (!keeps)
        {
            return ResponseEdit.With(response, store: false, previous);
        }

        var kept = ResponseEdit.With(response, store: true, previous);
        var outcome = ResponseEdit.IdOf(kept) is { Length: > 0 } id
            ? await services.Responses.AddAsync(
                new KeptTurn(scope.KeyId, scope.Subject, previous, new StoredTurn(id, ResponsesInput.Items(envelope), kept)), scope.Snapshot.Options.Responses).ConfigureAwait(false)
            : StoreOutcome.NotFound;
        if (outcome == StoreOutcome.Done)
        {
            return kept;
        }

        services.Log.NotKept(scope.RequestId, outcome.ToString());
        return ResponseEdit.With(response, store: false, previous);
    }

    private static ByteRange Find(ReadOnlySpan<byte> end)
    {
        var rest = end;
        while (SseEvents.TryTake(ref rest, out var raw))
        {
            var data = SseEvents.Data(raw, out _);
            if (FinalResponse.TryFind(data, out var response) && end.Overlaps(data, out var offset))
            {
                return response with { Start = offset + response.Start };
            }
        }

        return default;
    }
}
