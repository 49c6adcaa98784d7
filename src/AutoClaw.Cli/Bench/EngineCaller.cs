using System.Buffers;
using System.Net;
using System.Net.Sockets;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Workloads;
using AutoClaw.Core.Benchmark.Workloads.Mmlu;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.LlamaServer;

namespace AutoClaw.Cli.Bench;

/// <summary>Sends prompts to one engine over its public API and writes down when what came back. Failed calls are results, not exceptions.</summary>
/// <param name="engine">Whom to ask.</param>
/// <param name="clock">The run's.</param>
/// <param name="temperature">Null: the engine's own default.</param>
internal sealed class EngineCaller(BenchEngine engine, BenchClock clock, double? temperature)
{
    private const int BufferBytes = 64 * 1024;

    // As many as OpenAI tells.
    private const int MostAlternatives = 20;

    // An event of a chat stream is far smaller; more is no such stream.
    private const int LongestEvent = 8 * 1024 * 1024;

    public BenchEngine Engine => engine;

    /// <param name="prompt">What to ask.</param>
    /// <param name="load">The load that the call is a part of.</param>
    /// <param name="scheduled">Microseconds of the run at which it was due.</param>
    /// <param name="repetition">0 for the first time.</param>
    /// <param name="stop">Ends the run; the call then throws.</param>
    public async Task<BenchCall> CallAsync(BenchPrompt prompt, LoadShape load, long scheduled, int repetition, CancellationToken stop)
    {
        var body = Body(prompt);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var answer = new ReceivedAnswer(engine.Client.Wire.NewReader());
        var byLikelihood = prompt.Workload == MmluPrompts.LikelihoodWorkload;
        using var busy = engine.Client.Enter();
        var times = new CallTimes(scheduled, clock.Micros);
        int? status = null;
        (ErrorClass Class, string Message)? error = null;
        try
        {
            limit.CancelAfter(engine.Client.Options.FirstContentTimeout);
            using var response = await engine.Client.SendOwnChatAsync(body, limit.Token);
            times = times with { FirstByte = clock.Micros };
            status = (int)response.StatusCode;
            error = response.StatusCode == HttpStatusCode.OK
                ? await ReadAsync(response, answer, limit)
                : await RefusalAsync(response, limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            error = answer.LastToken is null ? (ErrorClass.FirstTokenTimeout, "no token within first_content_timeout") : (ErrorClass.IdleTimeout, "no further token within idle_timeout");
        }
        catch (EngineNotRunningException down)
        {
            error = (ErrorClass.Connect, down.Message);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            error = status is null && !answer.Began ? (ErrorClass.Connect, e.InnerException?.Message ?? e.Message) : (ErrorClass.CutOff, e.Message);
        }

        var done = clock.Micros;
        if (error is null && byLikelihood && !answer.HasLogprobs)
        {
            error = (ErrorClass.Malformed, "it tells no log-probabilities, which --mmlu-likelihood needs");
        }

        return Finish(prompt, load, repetition, answer, error, busy?.End()) with
        {
            Times = times with { FirstReasoning = answer.FirstReasoning, FirstContent = answer.FirstContent, LastToken = answer.LastToken, Done = done },
            Status = status,
            RequestBytes = body.Length,
        };
    }

    private SplicedBody Body(BenchPrompt prompt)
    {
        var request = new ChatRequest
        {
            Model = engine.Facts.Model,
            Stream = true,
            Messages = [.. prompt.Messages.Select(static m => new ChatMessage(RoleOf(m.Role), [new ChatPart.Text(m.Text)]))],
            MaxOutputTokens = prompt.MaxTokens,
            Temperature = temperature,
            TopLogprobs = prompt.Workload == MmluPrompts.LikelihoodWorkload ? MostAlternatives : null,
        };
        var written = new ArrayBufferWriter<byte>(4096);
        engine.Client.Wire.Write(request, engine.Client.Options.Deployment ?? engine.Facts.Model, written, new Losses());
        return SplicedBody.Create(written.WrittenMemory, []);
    }

    private async Task<(ErrorClass, string)?> ReadAsync(HttpResponseMessage response, ReceivedAnswer answer, CancellationTokenSource limit)
    {
        var idle = engine.Client.Options.IdleTimeout;
        await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
        var buffer = new byte[BufferBytes];
        var filled = 0;
        while (!answer.HasEnded)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled), limit.Token);
            var now = clock.Micros;
            if (read == 0)
            {
                return answer.EndOfStream();
            }

            answer.Bytes += read;
            filled += read;
            var used = answer.Take(buffer.AsSpan(0, filled), now);
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (answer.LastToken is not null)
            {
                limit.CancelAfter(idle);
            }

            if (filled == buffer.Length)
            {
                if (buffer.Length >= LongestEvent)
                {
                    return (ErrorClass.Malformed, "an event of more than 8 MiB");
                }

                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        return answer.Error;
    }

    private async Task<(ErrorClass, string)?> RefusalAsync(HttpResponseMessage response, CancellationToken cancelled)
    {
        var error = await EngineErrorBody.ReadAsync(response, cancelled);
        var status = (int)response.StatusCode;
        var kind = status switch
        {
            429 or 529 => ErrorClass.RateLimited,
            >= 500 => ErrorClass.Server,
            >= 400 => ErrorClass.Refused,
            _ => ErrorClass.Malformed,
        };
        return (kind, $"status {status}: {engine.Client.Secrets.Redact(error.Message) ?? "no message"}");
    }

    private BenchCall Finish(
        BenchPrompt prompt, LoadShape load, int repetition, ReceivedAnswer answer, (ErrorClass Class, string Message)? error, decimal? busyMicros)
    {
        var text = answer.HasLogprobs && prompt.Workload == MmluPrompts.LikelihoodWorkload ? MmluPrompts.MostLikely(answer.FirstAlternatives)?.ToString() ?? "" : answer.Text;
        return new BenchCall
        {
            Engine = engine.Name,
            Workload = prompt.Workload,
            PromptId = prompt.Id,
            Repetition = repetition,
            Load = load,
            Times = default,
            Tokens = answer.Tokens,
            GapsMs = answer.GapsMs,
            Cost = Cost(answer, error?.Class, busyMicros),
            Error = error?.Class,
            Message = engine.Client.Secrets.Redact(error?.Message),
            Finish = answer.Finish,
            Score = error is null ? prompt.Expected?.Score(InlineThoughts.Strip(text)) : null,
            EngineTimings = answer.Timings,
            ResponseBytes = answer.Bytes,
            Answer = text,
        };
    }

    // Who was never reached, or refused, asks for nothing; what an answer that broke off costs only its vendor knows.
    private Money? Cost(ReceivedAnswer answer, ErrorClass? error, decimal? busyMicros)
    {
        if (error is ErrorClass.Connect or ErrorClass.RateLimited or ErrorClass.Refused or ErrorClass.Server && !answer.Began)
        {
            return Money.Zero;
        }

        if (answer.Usage is not { } usage && engine.Client.Power is null)
        {
            return null;
        }

        var attempt = new Attempt
        {
            RequestId = "", Number = 1, Operation = "chat", Route = "", Engine = engine.Name, Place = engine.Facts.Place, Model = engine.Facts.Model,
            Reason = "", ReceivedAt = engine.PricedAt, BusyMicros = busyMicros,
        };
        engine.Client.SetCost(attempt, answer.Usage ?? new Usage(0, 0, Math.Max(1, answer.Tokens.Common), 0, Estimated: true), engine.Prices, engine.PricedAt);
        return attempt.Cost;
    }

    private static ChatRole RoleOf(MessageRole role) => role switch
    {
        MessageRole.System => ChatRole.System,
        MessageRole.Assistant => ChatRole.Assistant,
        _ => ChatRole.User,
    };
}
