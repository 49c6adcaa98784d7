namespace AutoClaw.Core.Benchmark.Physics;

/// <summary>A figure that can't be true of the hardware and the model named.</summary>
/// <param name="Limit">What it would break.</param>
/// <param name="Claimed">The figure, in the unit of <paramref name="Bound"/>: gigabytes, tokens a second or milliseconds.</param>
/// <param name="Bound">The most that is possible; of <see cref="PhysicsLimit.FirstToken"/> the least.</param>
/// <param name="Text">For people: the figure, the bound and how the bound comes about.</param>
public sealed record PhysicsWarning(PhysicsLimit Limit, double Claimed, double Bound, string Text);
