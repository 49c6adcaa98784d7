using System.Globalization;
using AutoClaw.Core.Benchmark.Metrics;
using Spectre.Console;

namespace AutoClaw.Cli.Bench;

/// <summary>Shows on standard error how far a run is and what it has cost: one line that renews itself on a terminal, one for each hundred calls elsewhere.</summary>
internal sealed class BenchMeter(Terminal terminal, SpendLimit spend)
{
    private const int CallsPerLine = 100;

    private readonly Lock _gate = new();
    private StatusContext? _status;
    private int _calls;
    private int _failed;

    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        if (!terminal.Error.Profile.Capabilities.Ansi)
        {
            return await work();
        }

        return await terminal.Error.Status().StartAsync("…", async status =>
        {
            _status = status;
            return await work();
        });
    }

    /// <summary>A call has ended.</summary>
    public void Take(BenchCall call)
    {
        lock (_gate)
        {
            _calls++;
            _failed += call.Succeeded ? 0 : 1;
            var text = string.Create(CultureInfo.InvariantCulture, $"{_calls} calls, {_failed} failed, {spend.Spent.Usd:0.####} USD{Limit}; last: {call.Engine}, {call.Load}");
            if (_status is not null)
            {
                _status.Status = Markup.Escape(text);
            }
            else if (_calls % CallsPerLine == 0)
            {
                terminal.Error.Profile.Out.Writer.WriteLine(text);
            }
        }
    }

    private string Limit => spend.Limit is { } limit ? string.Create(CultureInfo.InvariantCulture, $" of {limit.Usd:0.####}") : "";
}
