using AutoClaw.FunctionalTests.Fixtures;
using Microsoft.Extensions.Logging;

namespace AutoClaw.FunctionalTests.Config;

/// <summary>A log that a test can await.</summary>
internal sealed class LoggedEvents : ILogger
{
    public Recorded<(int Id, string Text)> Events { get; } = new("log event");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Events.Add((eventId.Id, formatter(state, exception)));
}
