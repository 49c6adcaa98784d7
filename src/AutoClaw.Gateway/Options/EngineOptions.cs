using System.Collections.Frozen;
using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;

namespace AutoClaw.Gateway.Options;

/// <summary>Something that answers. A vendor's quirk is a field here, never an <c>if</c> in the relay.</summary>
public sealed record EngineOptions
{
    /// <summary><see cref="Kind"/> of anything that speaks OpenAI chat completions.</summary>
    public const string OpenAiKind = "openai";

    /// <summary><see cref="Kind"/> of the built-in simulator.</summary>
    public const string SimulatorKind = "simulator";

    /// <summary><see cref="Kind"/> of a llama-server that the gateway starts and keeps running.</summary>
    public const string LlamaServerKind = "llama-server";

    public required string Id { get; init; }

    /// <summary>The name of one of <see cref="Engines.EngineKinds"/>: what it is known to do.</summary>
    public string Kind { get; init; } = OpenAiKind;

    public required Place Place { get; init; }

    /// <summary>The API root that <c>/chat/completions</c>, or <c>/messages</c>, is appended to, for example <c>http://127.0.0.1:11434/v1</c>; null for a simulator and a llama-server.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>True for a cloud whose endpoint is in a private network, so that its address may be one of that network's.</summary>
    public bool PrivateNetwork { get; init; }

    /// <summary>Public addresses that are the operator's own, so that a local engine may be at one of them.</summary>
    public IReadOnlyList<IPNetwork> OwnNetworks { get; init; } = [];

    /// <summary>What the engine gets of personal data; a type that is not named: as for all, or as it is where the engine is local.</summary>
    public IReadOnlyDictionary<PiiType, PiiAction> Actions { get; init; } = FrozenDictionary<PiiType, PiiAction>.Empty;

    /// <summary>The model name that the engine knows.</summary>
    public required string Model { get; init; }

    /// <summary>What an Azure resource calls the model; null: <see cref="Model"/>.</summary>
    public string? Deployment { get; init; }

    /// <summary>The version of Azure's older API, for example <c>2024-10-21</c>; null: its v1 API, which has none.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The engine's model for <c>/embeddings</c>; null if it has none.</summary>
    public string? EmbeddingModel { get; init; }

    /// <summary>Sent as a bearer token; never printed.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Instead of <see cref="ApiKey"/>: several, of which the first that is accepted is used; never printed.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>Extra request headers, for example an organisation id.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Tokens of prompt and answer together that the engine takes; null where unknown.</summary>
    public int? ContextTokens { get; init; }

    public bool Tools { get; init; } = true;

    public bool Vision { get; init; }

    public bool JsonSchema { get; init; } = true;

    /// <summary>Tools of its wire's vendor work there; null: in the cloud they do, at home they do not.</summary>
    public bool? VendorTools { get; init; }

    /// <summary>False for an engine that refuses <c>stream_options</c>; its usage is then estimated.</summary>
    public bool StreamUsage { get; init; } = true;

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the request sent to the first content.</summary>
    public TimeSpan FirstContentTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Between two reads of an answer under way.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a call of one request is made again at most, where nobody could answer; 0: never.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>What a local engine's time costs; without it, and without <see cref="Price"/>, a local engine costs nothing.</summary>
    public EngineCostOptions? Cost { get; init; }

    /// <summary>USD per million tokens; overrides the price list. Null fields: see the price list.</summary>
    public EnginePriceOptions? Price { get; init; }

    /// <summary>Where its machines are, as people say it, for example <c>eu-west-1</c> or <c>DE</c>; null: unknown. A label may ask for it.</summary>
    public string? Region { get; init; }

    /// <summary>How long its provider keeps prompts and answers; zero: it keeps nothing; null: unknown.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Availability that its provider promises, in percent; null: no promise.</summary>
    public double? Uptime { get; init; }

    /// <summary>How calls wait for it; null: they do not, except for a llama-server of the gateway, which has the defaults.</summary>
    public QueueOptions? Queue { get; init; }

    /// <summary>How a llama-server is started; null for other kinds.</summary>
    public LlamaServerOptions? LlamaServer { get; init; }

    /// <summary>How a simulator answers; null for other kinds.</summary>
    public SimulatorOptions? Simulator { get; init; }
}
