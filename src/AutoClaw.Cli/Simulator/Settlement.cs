namespace AutoClaw.Cli.Simulator;

/// <summary>Counts how one request ended, once: what comes second is ignored.</summary>
internal sealed class Settlement(SimulatorCounters counters)
{
    private bool _settled;

    /// <summary>The request's number, from 1.</summary>
    public long Number { get; } = counters.Begin();

    /// <summary>Called before the last bytes are handed over, so that a client that has the answer also finds it counted.</summary>
    public void Answer(long promptTokens, long completionTokens, int images)
    {
        if (Take())
        {
            counters.Answer(promptTokens, completionTokens, images);
        }
    }

    public void Reject()
    {
        if (Take())
        {
            counters.Reject();
        }
    }

    public void Fail(int partialTokens)
    {
        if (Take())
        {
            counters.Fail(partialTokens);
        }
    }

    public void Cancel(int partialTokens)
    {
        if (Take())
        {
            counters.Cancel(partialTokens);
        }
    }

    private bool Take() => !_settled && (_settled = true);
}
