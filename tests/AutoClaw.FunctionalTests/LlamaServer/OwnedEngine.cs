using System.Diagnostics;
using System.Globalization;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>An engine whose process the gateway keeps, with a tiny model of its own, and a look at that process from outside.</summary>
internal sealed class OwnedEngine : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-owned-").FullName;

    public OwnedEngine(string id = TestEngine.LocalId)
    {
        Binary = LlamaServerBinary.Require();
        Model = Path.Combine(_folder, "tiny.gguf");
        TinyModel.Write(Model);
        Options = new EngineOptions
        {
            Id = id,
            Kind = EngineOptions.LlamaServerKind,
            Place = Place.Local,
            Model = id + "-model",
            ContextTokens = TinyModel.Context,
            Price = new EnginePriceOptions(0, 0),
            LlamaServer = new LlamaServerOptions { ModelFile = Model, Binary = Binary, Parallel = 2, Threads = 1 },
        };
    }

    public string Binary { get; }

    public string Model { get; }

    public EngineOptions Options { get; }

    /// <summary>The ids of the processes that have this model loaded, their guards left out.</summary>
    public IReadOnlyList<int> Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && CommandLine(id) is { } words && words.Contains(Model) && !words.Contains("-c")),
    ];

    /// <summary>The words that started it; null if it is gone.</summary>
    public static string[]? CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>As the system does when memory is used up.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(Assert.Single(Processes()));
        process.Kill();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
