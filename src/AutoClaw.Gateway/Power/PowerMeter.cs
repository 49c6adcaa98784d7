using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Power;

/// <summary>
/// Measures what this machine draws while its engines work, and tells each of them its part. One look a second; nothing of it is on a
/// request's way.
/// </summary>
/// <param name="rapl">Processors and memory.</param>
/// <param name="gpuProgram">Answers as nvidia-smi does.</param>
/// <param name="time">The clock.</param>
internal sealed class PowerMeter(RaplReader rapl, string gpuProgram, TimeProvider time)
{
    // An engine that worked for less of an interval would be told what the machine draws when it idles.
    private const double LeastBusy = 0.5;

    // nvidia-smi takes a moment of its own, and what it tells is an average of the driver's already.
    private const int LooksForGpu = 5;

    private readonly Dictionary<EngineClient, double> _busyBefore = new(ReferenceEqualityComparer.Instance);
    private bool _hasGpu = true;
    private double? _gpuWatts;
    private int _sinceGpu = LooksForGpu;
    private long? _last;

    /// <summary>One look. Engines whose power is not measured are left alone.</summary>
    public async Task LookAsync(IReadOnlyList<EngineClient> engines, CancellationToken cancellation)
    {
        var now = time.GetTimestamp();
        var seconds = _last is { } last ? time.GetElapsedTime(last, now).TotalSeconds : 0;
        _last = now;
        var busy = engines.Where(engine => engine.Power is not null && engine.Options.Cost!.Measured).Select(engine => (Engine: engine, Share: ShareOf(engine, seconds))).ToArray();
        var joules = rapl.Read();
        var together = busy.Sum(each => each.Share);
        if (seconds <= 0 || together < LeastBusy)
        {
            return;
        }

        await LookAtGpuAsync(cancellation).ConfigureAwait(false);
        var watts = joules is { } energy ? (energy / seconds) + (_gpuWatts ?? 0) : _gpuWatts;
        foreach (var (engine, share) in busy)
        {
            if (watts is { } drawn && share >= LeastBusy)
            {
                // Engines that work at the same time divide it by how long each did.
                engine.Power!.Add(drawn / Math.Max(1, together));
            }
        }
    }

    private double ShareOf(EngineClient engine, double seconds)
    {
        var busy = engine.BusySeconds;
        var share = seconds > 0 && _busyBefore.TryGetValue(engine, out var before) ? Math.Clamp((busy - before) / seconds, 0, 1) : 0;
        _busyBefore[engine] = busy;
        return share;
    }

    private async Task LookAtGpuAsync(CancellationToken cancellation)
    {
        if (_hasGpu && ++_sinceGpu >= LooksForGpu)
        {
            _sinceGpu = 0;
            _gpuWatts = await GpuPower.ReadAsync(gpuProgram, time, cancellation).ConfigureAwait(false);

            // A machine gets no GPU while it runs.
            _hasGpu = _gpuWatts is not null;
        }
    }
}
