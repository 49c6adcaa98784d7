using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>One fault at an engine of one API, met by a client of one API; and what has to come of it.</summary>
internal sealed record FaultCase(EngineFault Fault, string Client, string Kind, bool Stream)
{
    // Long enough that an engine which does answer is never too late, and no test hangs by it.
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);

    public string Engine => $"{Client}-{Kind}-{(Stream ? "s" : "w")}";

    public string Route => "route-" + Engine;

    private FaultStage Stage => Fault.StageOf(Kind);

    public EngineOptions Options(ScriptedEngine engine)
    {
        var wait = Fault.IsSilence ? Short : Patient;
        return TestEngine.Cloud(new UriBuilder(engine.BaseUrl) { Scheme = Fault.Scheme }.Uri) with
        {
            Id = Engine, Kind = Kind, Model = Engine, ApiKey = "not-a-real-key", ConnectTimeout = wait, FirstContentTimeout = Fault.Act is null ? Patient : wait, IdleTimeout = wait,
        };
    }

    /// <summary>Nobody else could answer.</summary>
    public void AssertAlone(SeenAnswer seen, LedgerRow[] rows)
    {
        var row = Assert.Single(rows);
        Assert.Equal(Engine, row.Engine);
        Assert.Equal("1", seen.Header("x-autoclaw-attempts"));
        if (Stage == FaultStage.Passes)
        {
            AssertWhole(seen, row, said => said.Replace(" größer größer", " größer", StringComparison.Ordinal) == WireAnswer.Text);
        }
        else if (Stage == FaultStage.AfterContent && Stream)
        {
            AssertCut(seen, row);
        }
        else if (Stage == FaultStage.Either && seen.Status == 200)
        {
            AssertCut(seen, row);
        }
        else
        {
            AssertRefused(seen, row);
        }
    }

    /// <summary>A healthy engine stands behind.</summary>
    public void AssertRouted(SeenAnswer seen, LedgerRow[] rows, string healthy, string saved)
    {
        if (Stage == FaultStage.Passes)
        {
            AssertWhole(seen, Assert.Single(rows), said => said.StartsWith("one", StringComparison.Ordinal));
            return;
        }

        if (Stream && (Stage == FaultStage.AfterContent || (Stage == FaultStage.Either && seen.Broke)))
        {
            AssertCut(seen, Assert.Single(rows));
            return;
        }

        Assert.Equal(2, rows.Length);
        AssertFailed(rows[0]);
        Assert.Equal((Engine, healthy), (rows[0].Engine, rows[1].Engine));
        Assert.Equal((healthy, "2"), (seen.Header("x-autoclaw-engine"), seen.Header("x-autoclaw-attempts")));
        AssertWhole(seen, rows[1], said => said == saved);
    }

    private void AssertWhole(SeenAnswer seen, LedgerRow row, Predicate<string> said)
    {
        Assert.True(seen is { Status: 200, Broke: false, LooksWhole: true }, $"{Engine}: {seen}");
        Assert.True(said(seen.Words), $"{Engine}: {seen.Words}");
        Assert.Null(seen.ErrorCode());
        Assert.Equal((AttemptOutcome.Completed, null), (row.Outcome, row.ErrorCode));
    }

    // Told in the stream, and for SDKs that overlook it no end either.
    private void AssertCut(SeenAnswer seen, LedgerRow row)
    {
        Assert.True(seen is { Status: 200, Broke: true, LooksWhole: false }, $"{Engine}: {seen}");
        Assert.True(Fault.Codes.Contains(seen.ErrorCode()), $"{Engine}: {seen}");
        Assert.True(seen.Words.Length > 0 && WireAnswer.Text.StartsWith(seen.Words, StringComparison.Ordinal), $"{Engine}: {seen}");
        Assert.Equal((AttemptOutcome.Truncated, seen.ErrorCode(), true), (row.Outcome, row.ErrorCode, row.OutputTokens > 0));
    }

    private void AssertRefused(SeenAnswer seen, LedgerRow row)
    {
        Assert.True(seen.Status == Fault.Status && !seen.Broke, $"{Engine}: {seen}");
        Assert.True(Fault.Codes.Contains(seen.ErrorCode()), $"{Engine}: {seen}");
        Assert.Equal(Fault.RetryAfter, seen.Header("Retry-After"));
        Assert.Equal(seen.ErrorCode(), row.ErrorCode);
        AssertFailed(row);
    }

    private void AssertFailed(LedgerRow row)
    {
        Assert.True(row.Outcome is AttemptOutcome.Failed or AttemptOutcome.Truncated, $"{Engine}: {row}");
        Assert.Contains(row.ErrorCode, Fault.Codes);
    }
}
