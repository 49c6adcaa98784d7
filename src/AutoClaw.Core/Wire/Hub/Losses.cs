namespace AutoClaw.Core.Wire.Hub;

/// <summary>What a writer had to leave out because its wire has no place for it.</summary>
public sealed class Losses
{
    private readonly List<string> _refused = [];
    private readonly List<string> _hints = [];

    /// <summary>Fields whose absence changes the answer: a request with one is refused unless its route allows losses.</summary>
    public IReadOnlyList<string> Fields => _refused;

    /// <summary>Fields whose absence does not.</summary>
    public IReadOnlyList<string> Hints => _hints;

    /// <summary>Both, for a header or a ledger's column.</summary>
    public IEnumerable<string> All => _refused.Concat(_hints);

    public void Add(string field) => AddOnce(_refused, field);

    public void AddHint(string field) => AddOnce(_hints, field);

    public void Add(IEnumerable<ForeignField> fields)
    {
        foreach (var field in fields)
        {
            AddOnce(field.IsHint ? _hints : _refused, field.Name);
        }
    }

    private static void AddOnce(List<string> list, string field)
    {
        if (!list.Contains(field))
        {
            list.Add(field);
        }
    }
}
