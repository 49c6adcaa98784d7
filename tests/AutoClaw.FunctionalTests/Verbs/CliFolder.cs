namespace AutoClaw.FunctionalTests.Verbs;

/// <summary>An empty folder to run in, and the environment that goes with it.</summary>
internal sealed class CliFolder : IDisposable
{
    public CliFolder()
    {
        Environment = new Dictionary<string, string?>
        {
            ["AUTOCLAW_HOME"] = System.IO.Path.Combine(Path, "home"),
            ["AUTOCLAW_API_KEY"] = null,
            ["AUTOCLAW_URL"] = null,
            ["AUTOCLAW_HF_MIRROR"] = null,
            ["HF_ENDPOINT"] = null,
            ["HF_TOKEN"] = null,
            ["GEMINI_API_KEY"] = null,
            ["OPENAI_API_KEY"] = null,
            ["ANTHROPIC_API_KEY"] = null,
            ["NO_COLOR"] = null,
        };
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("autoclaw-cli-").FullName;

    /// <summary>Changes to this process's environment; null removes.</summary>
    public Dictionary<string, string?> Environment { get; }

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
