using System.Threading.Channels;
using AutoClaw.Gateway.Observability;

namespace AutoClaw.Gateway.Learning;

/// <summary>Copies that wait. Bounded: when the other engine can't keep up, copies are dropped and counted, and no request waits.</summary>
internal sealed class ShadowQueue(GatewayMetrics metrics)
{
    /// <summary>Each holds at most half a megabyte.</summary>
    public const int Capacity = 64;

    private readonly Channel<ShadowJob> _jobs = Channel.CreateBounded<ShadowJob>(Capacity);

    public ChannelReader<ShadowJob> Jobs => _jobs.Reader;

    /// <summary>Takes out the copies of that person's requests.</summary>
    public void Forget(string subject)
    {
        for (var waiting = _jobs.Reader.Count; waiting > 0 && _jobs.Reader.TryRead(out var job); waiting--)
        {
            if (job.Request.Subject != subject)
            {
                Add(job);
            }
        }
    }

    public void Add(ShadowJob job)
    {
        if (!_jobs.Writer.TryWrite(job))
        {
            metrics.RecordShadow("dropped");
        }
    }
}
