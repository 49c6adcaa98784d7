namespace AutoClaw.Core.Privacy;

/// <summary>A set of types in one register pair: asked at every candidate, so never hashed.</summary>
internal readonly struct PiiTypeSet
{
    private readonly UInt128 _bits;

    public PiiTypeSet(IEnumerable<PiiType> types)
    {
        foreach (var type in types)
        {
            _bits |= UInt128.One << (int)type;
        }
    }

    public bool Has(PiiType type) => ((_bits >> (int)type) & UInt128.One) != UInt128.Zero;

    public bool HasAny(ReadOnlySpan<PiiType> types)
    {
        foreach (var type in types)
        {
            if (Has(type))
            {
                return true;
            }
        }

        return false;
    }
}
