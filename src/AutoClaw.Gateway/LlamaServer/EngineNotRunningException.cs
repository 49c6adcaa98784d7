using System.Globalization;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.LlamaServer;

/// <summary>A call to an engine whose process is not there. An <see cref="HttpRequestException"/>, because to a caller it is one more engine that can't be reached.</summary>
internal sealed class EngineNotRunningException(string engine, ServerStatus status) : HttpRequestException($"Engine '{engine}' is not running.")
{
    public EngineFailure Failure { get; } = EngineFailure.NotRunning(engine, status.Problem ?? "it has been stopped") with
    {
        RetryAfter = status.RetryIn is { } wait ? Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture) : null,
    };
}
