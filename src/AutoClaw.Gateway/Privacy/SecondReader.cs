using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using AutoClaw.Core.Privacy.Reading;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Privacy;

/// <summary>Has a local engine read a request that might leave. What it says adds to what the scan has found, and takes nothing away.</summary>
internal static class SecondReader
{
    // What a small model still reads with care, and pieces overlap so that no name is cut in two.
    private const int PieceChars = 6_000;
    private const int OverlapChars = 200;

    /// <summary>What it has found; null where it has not read all of the request, whatever the cause: the log says which.</summary>
    public static async ValueTask<IReadOnlyList<RequestFinding>?> ReadAsync(
        RequestScope scope, RelayServices services, ReadOnlyMemory<byte> body, ReaderOptions options, IReadOnlyList<PiiType> types)
    {
        var engine = Array.Find(scope.Snapshot.Engines, each => each.Id == options.Engine && each.Place == Place.Local);
        var text = RequestValues.Texts(body);
        if (engine is null || text.Length > options.MaxChars)
        {
            services.Log.NotRead(scope.RequestId, options.Engine, engine is null ? "no_such_engine" : "too_long");
            return null;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(scope.Context.RequestAborted, services.Drain.Over);
        using var timer = services.Time.CreateTimer(static it => ((CancellationTokenSource)it!).Cancel(), stop, options.Timeout, Timeout.InfiniteTimeSpan);
        var values = new List<(PiiType, string)>();
        for (var at = 0; at < text.Length; at += PieceChars - OverlapChars)
        {
            var piece = text.Substring(at, Math.Min(PieceChars, text.Length - at));
            if (!piece.Any(char.IsLetterOrDigit))
            {
                continue;
            }

            if (await AskAsync(piece).ConfigureAwait(false) is not { } found)
            {
                return null;
            }

            values.AddRange(found);
            if (at + PieceChars >= text.Length)
            {
                break;
            }
        }

        return RequestValues.Find(body, values);

        async Task<IReadOnlyList<(PiiType, string)>?> AskAsync(string piece)
        {
            if (!ChatRequestScanner.TryScan(ReaderPrompt.Write(piece, types), out var question, out _))
            {
                return null;
            }

            try
            {
                var call = new CheckCall(scope, question!, services, stop.Token) { Role = AttemptRole.Read };
                var usage = new Usage(question!.EstimatedInputTokens, 0, question.MaxOutputTokens ?? 0, 0, Estimated: true);
                var answer = await call.RunAsync(engine, usage).ConfigureAwait(false);
                var found = answer?.Choices[0] is { FinishReason: not "length" } said ? ReaderPrompt.Read(said.Content, types) : null;
                if (found is null && answer is not null)
                {
                    services.Log.NotRead(scope.RequestId, engine.Id, "unreadable_answer");
                }

                return found;
            }
            catch (LedgerException)
            {
                // The request itself will fail by it too, in its own words.
                return null;
            }
        }
    }
}
