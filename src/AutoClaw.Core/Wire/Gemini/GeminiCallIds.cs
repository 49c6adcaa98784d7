namespace AutoClaw.Core.Wire.Gemini;

/// <summary>
/// Gives every call of a conversation an id, which this wire may leave out, and finds the call that a result answers: by its id, else
/// by its function's name, in order. The same conversation gets the same ids each time.
/// </summary>
internal sealed class GeminiCallIds
{
    private readonly List<(string Id, string Name)> _open = [];
    private readonly HashSet<string> _known = [];
    private int _count;

    public string OfCall(string? given, string name)
    {
        var id = string.IsNullOrEmpty(given) ? Next() : given;
        _known.Add(id);
        _open.Add((id, name));
        return id;
    }

    public string OfResult(string? given, string name)
    {
        var index = _open.FindIndex(call => call.Id == given);
        if (index < 0 && (given is null || !_known.Contains(given)))
        {
            index = _open.FindIndex(call => call.Name == name);
        }

        if (index < 0)
        {
            // Answers no call that is there; an id of its own keeps it apart from those that do.
            return string.IsNullOrEmpty(given) ? Next() : given;
        }

        var id = _open[index].Id;
        _open.RemoveAt(index);
        return id;
    }

    private string Next()
    {
        string id;
        do
        {
            id = $"call_{_count++}";
        }
        while (_known.Contains(id));
        return id;
    }
}
