namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>The numbers of a trained tagger.</summary>
/// <param name="Slots"><see cref="TagLabel.Lanes"/> signed bytes for each slot.</param>
/// <param name="Transitions">From each label (row) to each label; <see cref="Forbidden"/> where one may not follow.</param>
internal sealed record TagWeights(sbyte[] Slots, short[] Transitions)
{
    public const int SlotsLength = TagFeatures.SlotCount * TagLabel.Lanes;
    public const int TransitionsLength = TagLabel.Lanes * TagLabel.Lanes;

    /// <summary>Low enough never to be chosen, and high enough that sums of it stay within sixteen bits.</summary>
    public const short Forbidden = -10000;

    /// <summary>Bound of a transition that is allowed, for the same reason.</summary>
    public const short MaxTransition = 2000;

    /// <exception cref="ArgumentException">A transition is out of bounds, or leads where none may.</exception>
    public void Check()
    {
        for (var from = 0; from < TagLabel.Lanes; from++)
        {
            for (var to = 0; to < TagLabel.Lanes; to++)
            {
                var value = Transitions[(from * TagLabel.Lanes) + to];
                var allowed = from < TagLabel.Count && to < TagLabel.Count && TagLabel.MayFollow(to, from);
                if (allowed ? value is < -MaxTransition or > MaxTransition : value != Forbidden)
                {
                    throw new ArgumentException("a transition is out of its bounds");
                }
            }
        }
    }
}
