using AutoClaw.Core.Judging;
using AutoClaw.Core.Model;
using AutoClaw.Core.Routing.Tuning;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Learning;

/// <summary>One copy from its budget to its label.</summary>
internal sealed class ShadowRun(ShadowJob job, RelayServices services, ShadowBudget budget, CancellationToken stopping)
{
    private const long AssumedOutputTokens = 512;

    // A judge's own words around the request and the answers, and the one word that it replies.
    private const long JudgeFrameTokens = 150;
    private const long JudgeOutputTokens = 8;

    private readonly BackgroundCall _call = new(job, services, stopping);

    /// <returns>How it ended, as <c>/metrics</c> says it.</returns>
    /// <exception cref="LedgerException">Something could not be recorded.</exception>
    public async Task<string> RunAsync()
    {
        if (job.Answer.Text(job.Streamed) is not { } given || !ChatRequestScanner.TryScan(job.Body, out var envelope, out _))
        {
            return "no_text";
        }

        var form = job.Options.Judge.Kind == "schema" ? JsonForm.Of(job.Body) : null;
        if (job.Options.Judge.Kind == "schema" && form is null)
        {
            return "no_schema";
        }

        if (Estimate(envelope!) is not { } estimate)
        {
            // Without a price nothing could tell when the budget is used up.
            return "unpriced";
        }

        if (budget.TryReserve(job.Request.Route, job.Options.Budget, estimate) is not { } reservation)
        {
            return "budget";
        }

        try
        {
            return await CompareAsync(envelope!, given, form).ConfigureAwait(false);
        }
        finally
        {
            budget.Settle(reservation, _call.Cost);
        }
    }

    private async Task<string> CompareAsync(ChatEnvelope envelope, string given, JsonForm? form)
    {
        if (await _call.AskAsync(job.Other, AttemptRole.Shadow, envelope).ConfigureAwait(false) is not { } copied)
        {
            return "failed";
        }

        var (local, cloud) = job.Answered.Place == Place.Local ? (given, copied) : (copied, given);
        var verdict = job.Options.Judge.Kind switch
        {
            "exact" => ExactMatch.Judge(local, cloud),
            "schema" => form!.Judge(local, cloud),
            _ => await AskJudgeAsync(local, cloud).ConfigureAwait(false),
        };
        if (verdict is not { } worth)
        {
            return "no_verdict";
        }

        await services.Ledger.LabelAsync(ToLabel(worth)).ConfigureAwait(false);
        return "labelled";
    }

    private async Task<PairVerdict?> AskJudgeAsync(string local, string cloud) =>
        await ReplyAsync(local, cloud).ConfigureAwait(false) is { } localFirst && await ReplyAsync(cloud, local).ConfigureAwait(false) is { } cloudFirst
            ? PairwisePrompt.Combine(localFirst, cloudFirst)
            : null;

    private Task<string?> ReplyAsync(string answerA, string answerB) =>
        ChatRequestScanner.TryScan(PairwisePrompt.Write(job.Prompt.Text, answerA, answerB), out var question, out _)
            ? _call.AskAsync(job.Judge!, AttemptRole.Judge, question!)
            : Task.FromResult<string?>(null);

    private Money? Estimate(ChatEnvelope envelope)
    {
        var output = envelope.MaxOutputTokens ?? AssumedOutputTokens;
        var copy = BackgroundCall.Estimate(job, job.Other, envelope.EstimatedInputTokens, output);
        if (job.Judge is not { } judge)
        {
            return copy;
        }

        var once = BackgroundCall.Estimate(job, judge, envelope.EstimatedInputTokens + (2 * output) + JudgeFrameTokens, JudgeOutputTokens);
        return copy is { } first && once is { } second ? first + second + second : null;
    }

    private Label ToLabel(PairVerdict worth)
    {
        var local = job.Answered.Place == Place.Local;
        return new Label
        {
            RequestId = job.Request.RequestId,
            Judge = job.Options.Judge.Name,
            At = services.Time.GetUtcNow(),
            KeyId = job.Request.KeyId,
            Subject = job.Request.Subject,
            Route = job.Request.Route,
            LocalEngine = local ? job.Answered.Id : job.Other.Id,
            CloudEngine = local ? job.Other.Id : job.Answered.Id,
            LocalScore = worth.Local,
            CloudScore = worth.Cloud,
            Score = job.Request.Score,
            Propensity = job.Options.Share,
            Features = PromptFeaturesCodec.Write(job.Prompt.Features()),
            Text = job.Snapshot.StoresText(job.Request.Route) ? job.Prompt.Text : null,
        };
    }
}
