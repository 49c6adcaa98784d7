using AutoClaw.Core.Model;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>Knows one local engine by its own fingerprint, so that another server on the same port is not taken for it.</summary>
internal abstract class EngineProbe(ProbeClient client, int port, Func<string, string?> environment)
{
    public abstract string Name { get; }

    /// <summary>The id that the engine gets.</summary>
    public abstract string Id { get; }

    protected abstract EngineKind Kind { get; }

    protected int Port => port;

    /// <summary>Overrides which model is used.</summary>
    protected string ModelVariable => Id.ToUpperInvariant().Replace("-", string.Empty, StringComparison.Ordinal) + "_MODEL";

    /// <summary>Asks; a server that does not answer before <paramref name="cancellationToken"/> is not found.</summary>
    public abstract Task<Finding> LookAsync(CancellationToken cancellationToken);

    protected Task<ProbeAnswer> GetAsync(string path, CancellationToken cancellationToken) => client.GetAsync(port, path, cancellationToken);

    protected Finding Missing(string why) => new(Name, ProbeClient.Address(port), why, null);

    /// <summary>Not found: what failed, or that what answers is something else.</summary>
    protected Finding Stranger(ProbeAnswer answer) => Missing(answer.Failure ?? $"what answers there is not {Name}");

    protected Finding Found(string model, string detail, Func<EngineOptions, EngineOptions>? refine = null)
    {
        var chosen = environment(ModelVariable) is { Length: > 0 } wanted ? wanted : model;
        var engine = new EngineOptions
        {
            Id = Id,
            Kind = Kind.Name,
            Place = Place.Local,
            BaseUrl = new Uri(ProbeClient.Address(port) + "/v1"),
            Model = chosen,
            Price = new EnginePriceOptions(0, 0),
        };
        return new Finding(Name, ProbeClient.Address(port), detail.Length == 0 ? chosen : $"{chosen} ({detail})", refine is null ? engine : refine(engine));
    }
}
