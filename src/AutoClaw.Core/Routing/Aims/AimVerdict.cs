namespace AutoClaw.Core.Routing.Aims;

/// <summary>Where a scored request goes.</summary>
/// <param name="Threshold">What its score was held against: its cost, and what moving its conversation costs, weighed in.</param>
/// <param name="IsCloud">True if it is worth the cloud.</param>
/// <param name="IsStay">True if it goes where it goes only because its conversation is there.</param>
public readonly record struct AimVerdict(double Threshold, bool IsCloud, bool IsStay = false)
{
    /// <summary>What was counted for it; nothing where it was only asked.</summary>
    public AimReceipt Receipt { get; init; }

    /// <summary>Holds a score against a threshold, with a margin in favour of where the conversation is.</summary>
    /// <param name="score">The score.</param>
    /// <param name="threshold">What it must reach without a conversation. At an end, where nothing or everything goes to the cloud, there is no margin.</param>
    /// <param name="margin">0 without a conversation; above 0 in favour of the local engine, below 0 of the cloud.</param>
    public static AimVerdict Of(double score, double threshold, double margin)
    {
        var moved = threshold is > AimController.EverythingToCloud and < AimController.NothingToCloud ? threshold + margin : threshold;
        return new AimVerdict(moved, score >= moved, score >= moved != score >= threshold);
    }
}
