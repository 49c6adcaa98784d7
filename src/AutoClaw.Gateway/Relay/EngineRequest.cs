using System.Buffers;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <summary>The body that an engine gets for a client's request, and what of the request is not in it.</summary>
/// <param name="Body">To be sent.</param>
/// <param name="Losses">What the engine's wire has no place for; null where client and engine speak the same, so that nothing is lost.</param>
/// <param name="Problem">Why there is no body: a field that can't be understood; null where there is one.</param>
internal readonly record struct EngineRequest(SplicedBody Body, Losses? Losses = null, EnvelopeProblem? Problem = null)
{
    // Names of fields are the client's: a header takes neither all letters nor any length.
    private const int LongestDropped = 1000;

    /// <summary>The client asked to see what the model thinks; known only where the request was translated.</summary>
    public bool ShowsThoughts { get; init; }

    /// <summary>Names of what the engine does not get, for a header and the ledger; null where it gets everything.</summary>
    public string? Dropped
    {
        get
        {
            if (Losses is not { } losses || !losses.All.Any())
            {
                return null;
            }

            var names = string.Join(", ", losses.All);
            var printable = string.Create(Math.Min(names.Length, LongestDropped), names, static (span, text) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = text[i] is >= ' ' and <= '~' ? text[i] : '?';
                }
            });
            return names.Length <= LongestDropped ? printable : printable[..^3] + "...";
        }
    }

    /// <summary>Why the engine may not be asked; null where it may.</summary>
    public EngineFailure? Refusal(EngineClient engine, RequestScope scope) =>
        Problem is not null ? EngineFailure.NotReadable(engine.Id, Problem)
        : Losses is { Fields.Count: > 0 } && !scope.Snapshot.AllowsLosses(scope.Plan!.Name) ? EngineFailure.NotCarried(engine.Id, Losses.Fields)
        : null;

    /// <summary>With placeholders where the engine may not have the values.</summary>
    /// <param name="scope">The client's request.</param>
    /// <param name="envelope">The same.</param>
    /// <param name="engine">Who gets it.</param>
    /// <param name="askLogprobs">True for log probabilities although the client did not ask.</param>
    public static EngineRequest Create(RequestScope scope, ChatEnvelope envelope, EngineClient engine, bool askLogprobs = false)
    {
        if (scope.MaskedFor(engine) is not { Envelope: var masked })
        {
            return Create(envelope, engine, askLogprobs);
        }

        var request = Create(masked, engine, askLogprobs);
        if (masked.Wire == engine.Wire.Name && ClientDialect.Of(masked.Wire).Wire.TryRead(masked.Body, out var read, out _))
        {
            // Its answer is translated all the same.
            request = request with { ShowsThoughts = read!.Reasoning?.Shown == true };
        }

        var losses = request.Losses ?? new Losses();
        if (envelope.Logprobs)
        {
            losses.AddHint("logprobs");
        }

        return request with { Losses = losses };
    }

    /// <param name="envelope">A request that has no values to hide.</param>
    /// <param name="engine">Who gets it.</param>
    /// <param name="askLogprobs">True for log probabilities although the client did not ask.</param>
    public static EngineRequest Create(ChatEnvelope envelope, EngineClient engine, bool askLogprobs = false)
    {
        if (envelope.Wire == engine.Wire.Name)
        {
            // The original bytes travel, so that fields which only client and engine know survive.
            return new EngineRequest(engine.ChatBody(envelope, askLogprobs));
        }

        if (!ClientDialect.Of(envelope.Wire).Wire.TryRead(envelope.Body, out var request, out var problem))
        {
            return new EngineRequest(default, null, problem);
        }

        // A wire may have both in its path.
        request = request! with { Model = envelope.Model, Stream = envelope.Stream };
        if (askLogprobs)
        {
            request = request with { TopLogprobs = request.TopLogprobs ?? 0 };
        }

        var losses = new Losses();
        // Roomy enough for what is longer to say in another wire: growing would copy all of it.
        var body = new ArrayBufferWriter<byte>((envelope.Body.Length * 5 / 4) + 1024);
        engine.Wire.Write(request, engine.Options.Model, body, losses);
        return new EngineRequest(engine.ChatBody(body.WrittenMemory, envelope), losses) { ShowsThoughts = request.Reasoning?.Shown == true };
    }
}
