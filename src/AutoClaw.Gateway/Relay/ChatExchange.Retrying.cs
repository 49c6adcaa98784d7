namespace AutoClaw.Gateway.Relay;

/// <content>Which engines are asked again, and when: once all have failed, after a pause, within each engine's budget.</content>
internal sealed partial class ChatExchange
{
    private RequestRetries _retries;
    private ulong _postponed;

    /// <summary>Tries engines whose bit is set: first those that are expected to answer. True if the client has been answered or has left.</summary>
    private async Task<bool> TryAllAsync(ulong among)
    {
        _postponed = LaterEngines() & among;
        if (await TryEnginesAsync(among & ~_postponed, mayPostpone: true).ConfigureAwait(false))
        {
            return true;
        }

        // An engine that is said to be down may be back, and waiting for a model is better than an error: such a one is tried when nobody else could answer.
        return _postponed != 0 && _failure is not { MayTryNext: false } && await TryEnginesAsync(_postponed, mayPostpone: false).ConfigureAwait(false);
    }

    // Bit i: engine i of the decision's order failed lately, or would have to load its model first.
    private ulong LaterEngines()
    {
        var later = 0UL;
        for (var i = scope.Decision.Next(0); i >= 0; i = scope.Decision.Next(i + 1))
        {
            var engine = scope.Snapshot.Engines[scope.Decision.Order[i].Index];
            later |= engine.Health.IsDown || engine.Breaker.IsOpen || ColdEngine.IsLeft(engine, i, scope) ? 1UL << i : 0;
        }

        return later;
    }

    /// <summary>Waits as long as it takes to be worth another try. Bits of the engines to be tried again; 0 where there is none, or the client has left.</summary>
    private async Task<ulong> WorthARetryAsync()
    {
        if (_failure is { MayTryNext: false } || _verify?.Held is not null)
        {
            return 0;
        }

        var (among, pause) = _retries.Next(_deadline.Remaining);
        return among != 0 && await RequestRetries.WaitAsync(pause, _deadline, services.Time).ConfigureAwait(false) ? among : 0;
    }
}
