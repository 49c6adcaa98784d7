using Microsoft.Extensions.Logging;

namespace AutoClaw.FunctionalTests.Fixtures;

/// <summary>Every line that the application logs, as a console would show it.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    public Recorded<string> Lines { get; } = new("log line");

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => Lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
