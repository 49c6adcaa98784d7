namespace AutoClaw.Gateway.Engines;

/// <summary>One call that keeps an engine busy. Used by one request at a time.</summary>
internal sealed class BusyCall(EngineBusy busy, decimal mark) : IDisposable
{
    private decimal? _micros;

    /// <summary>Ends it, once, and says its part of the engine's time in microseconds.</summary>
    public decimal End() => _micros ??= busy.Leave(mark);

    public void Dispose() => End();
}
