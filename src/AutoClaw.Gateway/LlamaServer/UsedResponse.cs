namespace AutoClaw.Gateway.LlamaServer;

/// <summary>An answer of an owned server, which counts as in use until its answer has been disposed of.</summary>
internal sealed class UsedResponse : HttpResponseMessage
{
    private readonly HttpResponseMessage _inner;
    private Action? _leave;

    public UsedResponse(HttpResponseMessage inner, Action leave)
        : base(inner.StatusCode)
    {
        _inner = inner;
        _leave = leave;
        Content = inner.Content;
        foreach (var (name, values) in inner.Headers)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _inner.Dispose();
            Interlocked.Exchange(ref _leave, null)?.Invoke();
        }
    }
}
