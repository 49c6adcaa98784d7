namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What one reading of a file collects: every problem, and where each value stood.</summary>
internal sealed class ConfigReader(string file, Func<string, string?> environment)
{
    // A file that is no configuration at all would otherwise answer with thousands of lines.
    private const int MaxProblems = 200;

    private readonly List<ConfigProblem> _problems = [];
    private readonly Dictionary<string, ConfigOrigin> _origins = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);

    public string File => file;

    /// <summary>The folder that relative paths in the file start at.</summary>
    public string Folder { get; } = Path.GetDirectoryName(Path.GetFullPath(file)) ?? Path.GetPathRoot(Path.GetFullPath(file))!;

    public Func<string, string?> Environment => environment;

    public IReadOnlyDictionary<string, ConfigOrigin> Origins => _origins;

    public bool Failed => _problems.Exists(problem => problem.Code.Severity == ConfigSeverity.Error);

    /// <summary>In the file's order.</summary>
    public IReadOnlyList<ConfigProblem> Problems =>
        [.. _problems.OrderBy(problem => problem.At.Line).ThenBy(problem => problem.At.Column)];

    public void Report(ConfigCode code, ConfigMark at, string message, string? hint = null)
    {
        if (_problems.Count < MaxProblems)
        {
            _problems.Add(new ConfigProblem(file, at, code, message, hint));
        }
    }

    /// <summary>Remembers that the key at <paramref name="path"/> is given.</summary>
    public void Found(string path, ConfigMark at, IReadOnlyList<string>? variables = null) =>
        _origins[path] = new ConfigOrigin(at, variables ?? []);

    /// <summary>Remembers that the value at <paramref name="path"/> could not be read, so that no rule complains about it a second time.</summary>
    public void Broken(string path) => _broken.Add(path);

    /// <summary>True if the key is given, well or ill.</summary>
    public bool Has(string path) => _origins.ContainsKey(path);

    /// <summary>True if the key is absent or was read; false if its value was reported already.</summary>
    public bool IsSound(string path) => !_broken.Contains(path);

    /// <summary>Where the key at <paramref name="path"/> stands, else where its nearest parent does.</summary>
    public ConfigMark At(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
        {
            if (_origins.TryGetValue(path[..end], out var origin))
            {
                return origin.At;
            }
        }

        return new ConfigMark(1, 1);
    }

    /// <summary>The value's text with its variables put in; null where that failed, which was reported.</summary>
    public ResolvedText? Text(ScalarNode node, string path)
    {
        var text = Substitution.Resolve(node, this);
        Found(path, node.Start, text?.Variables);
        return text;
    }
}
