using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Engines;

/// <summary>How fast an engine gave its last chat answers. Read and written without a lock: an answer that is lost to another thread's is no loss.</summary>
internal sealed class EnginePace
{
    private PaceMeans? _means;

    /// <summary>Null until an answer was completed.</summary>
    public PaceMeans? Means => Volatile.Read(ref _means);

    /// <summary>Takes a completed chat answer into account.</summary>
    public void Add(Attempt answer)
    {
        if (PaceSample.Of(answer) is { } sample)
        {
            Volatile.Write(ref _means, PaceMeans.Next(Means, sample));
        }
    }
}
