using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.Core.Routing.Aims;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>
/// The table of every key: what binds and checks a file, what <c>config schema</c> prints and what docs/configuration.md lists.
/// Defaults are those of the options records.
/// </summary>
internal static class GatewayKeys
{
    private static readonly TextType Text = new("text");
    private static readonly TextType Id = new("letters, digits and - _ . (at most 64)", "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", ConfigCodes.InvalidName);
    private static readonly TextType HostName = new("host name without a port", @"^(\*|(\*\.)?[A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9_])?|\[?[0-9A-Fa-f:.]{2,45}\]?)$");
    private static readonly BooleanType Flag = new();
    private static readonly LabelType Label = new();

    private static readonly ChoiceType<PrivacyProfile> Profile = new(new Dictionary<string, PrivacyProfile>
    {
        ["gdpr"] = PrivacyProfile.Gdpr, ["hipaa"] = PrivacyProfile.Hipaa, ["soc2"] = PrivacyProfile.Soc2, ["eu_ai_act"] = PrivacyProfile.EuAiAct,
    });

    private static readonly NumberType<double> Share = new(0, 1);
    private static readonly NumberType<decimal> UsdPerMillion = new(0m, 1_000_000m);

    private static readonly ChoiceType<string> Kind = new(EngineKinds.All.ToDictionary(kind => kind.Name, kind => kind.Name));
    private static readonly ChoiceType<Place> Where = new(new Dictionary<string, Place> { ["local"] = Place.Local, ["cloud"] = Place.Cloud });

    private static readonly ChoiceType<Priority> Ranks = new(new Dictionary<string, Priority>
    {
        ["high"] = Priority.High, ["normal"] = Priority.Normal, ["low"] = Priority.Low,
    });

    private static readonly SectionType<ApiKeyOptions> ApiKey = new(new ApiKeyOptions(string.Empty, string.Empty))
    {
        { "id", new TextType("letters and digits (at most 32)", "^[A-Za-z0-9]{1,32}$", ConfigCodes.InvalidName), k => k.Id, (k, v) => k with { Id = v }, "The key's public part, shown in logs and in the ledger.", KeyTraits.Required },
        { "hash", new TextType("sha256: and 64 lower-case hex digits", "^sha256:[0-9a-f]{64}$", ConfigCodes.InvalidHash), k => k.Hash, (k, v) => k with { Hash = v }, "SHA-256 of the whole key. The key itself is never stored here.", KeyTraits.Required | KeyTraits.Secret },
        { "name", Text, k => k.Name, (k, v) => k with { Name = v }, "What you call it." },
        { "priority", Ranks, k => k.Priority, (k, v) => k with { Priority = v }, "Who goes first in the queue of an engine, and who is refused last where `limits.max_concurrent` is near." },
        { "privacy", Label, k => k.Privacy, (k, v) => k with { Privacy = v }, "Where its requests may go: `local_only`, `no_retention`, `region:NAME`, several with commas between: docs/privacy.md." },
        { "actions", new PiiActionsType(), k => k.Actions, (k, v) => k with { Actions = v }, "As `privacy.actions`, for its requests: what it names goes before what is said for all." },
        { "max_concurrent", new NumberType<int>(1, 1_000_000), k => k.MaxConcurrent, (k, v) => k with { MaxConcurrent = v }, "Its requests at the same time; one more is a 429. Without it any number." },
    };

    private static readonly SectionType<AuthOptions> Auth = new(new AuthOptions())
    {
        { "allow_anonymous_loopback", Flag, a => a.AllowAnonymousLoopback, (a, v) => a with { AllowAnonymousLoopback = v }, "Lets clients on this machine in without a key." },
        { "keys", new ListType<ApiKeyOptions>(ApiKey), a => a.Keys, (a, v) => a with { Keys = v }, "The client keys that get in." },
    };

    private static readonly SectionType<EnginePriceOptions> Price = new(new EnginePriceOptions(0, 0))
    {
        { "input", UsdPerMillion, p => p.Input, (p, v) => p with { Input = v }, "USD per million uncached prompt tokens.", KeyTraits.Required },
        { "output", UsdPerMillion, p => p.Output, (p, v) => p with { Output = v }, "USD per million answer tokens.", KeyTraits.Required },
        { "cache_write", UsdPerMillion, p => p.CacheWrite, (p, v) => p with { CacheWrite = v }, "USD per million prompt tokens that are written to the cache, where the vendor asks more for that; without it the same as input." },
        { "cached_input", UsdPerMillion, p => p.CachedInput, (p, v) => p with { CachedInput = v }, "USD per million cached prompt tokens; without it the same as input." },
    };

    private static readonly ChoiceType<bool> PowerSource = new(new Dictionary<string, bool> { ["configured"] = false, ["measured"] = true });

    private static readonly SectionType<EngineCostOptions> Cost = new(new EngineCostOptions(0, 0, 0, 1))
    {
        { "hardware_usd", new NumberType<decimal>(0m, 100_000_000m), c => c.HardwareUsd, (c, v) => c with { HardwareUsd = v }, "USD for the machine, or for this engine's share of it.", KeyTraits.Required },
        { "lifetime_years", new NumberType<decimal>(0.1m, 50m), c => c.LifetimeYears, (c, v) => c with { LifetimeYears = v }, "Years over which that is written off." },
        { "watts", new NumberType<decimal>(0m, 1_000_000m), c => c.Watts, (c, v) => c with { Watts = v }, "Power drawn while it works.", KeyTraits.Required },
        { "power", PowerSource, c => c.Measured, (c, v) => c with { Measured = v }, "`measured`: what this machine's meters tell (RAPL, nvidia-smi) takes the place of watts, once they have told anything." },
        { "usd_per_kwh", new NumberType<decimal>(0m, 100m), c => c.UsdPerKwh, (c, v) => c with { UsdPerKwh = v }, "USD a kilowatt-hour.", KeyTraits.Required },
        { "pue", new NumberType<decimal>(1m, 10m), c => c.Pue, (c, v) => c with { Pue = v }, "Power from the grid for each watt of the machine: cooling and conversion." },
        { "utilisation", new NumberType<decimal>(0.001m, 1m), c => c.Utilisation, (c, v) => c with { Utilisation = v }, "Share of its hours in which it works.", KeyTraits.Required },
    };

    private static readonly SectionType<SimulatorOptions> Simulator = new(SimulatorOptions.Local)
    {
        { "ttft", new DurationType(TimeSpan.Zero, TimeSpan.FromMinutes(10)), s => s.Ttft, (s, v) => s with { Ttft = v }, "Time to the first token." },
        { "tokens_per_second", new NumberType<double>(0, 1_000_000), s => s.TokensPerSecond, (s, v) => s with { TokensPerSecond = v }, "Pace after the first token; 0: as fast as it can." },
        { "output_tokens", new NumberType<int>(1, 1_000_000), s => s.OutputTokens, (s, v) => s with { OutputTokens = v }, "Length of an answer when the client sets no limit." },
    };

    private static readonly SectionType<LlamaServerOptions> LlamaServer = new(new LlamaServerOptions())
    {
        { "model_file", new ModelFileType(), s => s.ModelFile, (s, v) => s with { ModelFile = v }, "A GGUF file, or the name of a model that `autoclaw models pull` fetched.", KeyTraits.Required },
        { "binary", new PathType(mustExist: true), s => s.Binary, (s, v) => s with { Binary = v }, "The llama-server; without it the one that is installed or on the PATH." },
        { "parallel", new NumberType<int>(1, 256), s => s.Parallel, (s, v) => s with { Parallel = v }, "Requests that it answers at the same time; each gets `context_tokens` (8192 without it)." },
        { "threads", new NumberType<int>(1, 1024), s => s.Threads, (s, v) => s with { Threads = v }, "Processor threads; without it all cores but one." },
        { "batch", new NumberType<int>(32, 16384), s => s.Batch, (s, v) => s with { Batch = v }, "Prompt tokens read in one step; a cancelled request ends after its step." },
        { "gpu_layers", new NumberType<int>(0, 10000), s => s.GpuLayers, (s, v) => s with { GpuLayers = v }, "Layers kept in the memory of a graphics card; without it as many as fit." },
        { "start", new ChoiceType<bool>(new Dictionary<string, bool> { ["eager"] = false, ["on_demand"] = true }), s => s.OnDemand, (s, v) => s with { OnDemand = v }, "`eager`: with the gateway. `on_demand`: by the first request for it." },
        { "keep_alive", new DurationType(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24)), s => s.KeepAlive, (s, v) => s with { KeepAlive = v }, "Stopped when nobody has asked for it for this long, and started by the next request; without it it keeps running." },
        { "arguments", new ListType<string>(Text), s => s.Arguments, (s, v) => s with { Arguments = v }, "More arguments for llama-server, as they are." },
    };

    private static readonly SectionType<QueueOptions> Queue = new(new QueueOptions())
    {
        { "slots", new NumberType<int>(1, 100_000), q => q.Slots, (q, v) => q with { Slots = v }, "Calls that it gets at the same time. Required, except for a llama-server of the gateway: as many as its `parallel`." },
        { "length", new NumberType<int>(0, 1_000_000), q => q.Length, (q, v) => q with { Length = v }, "Calls that may wait; one more is refused." },
        { "max_wait", new DurationType(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)), q => q.MaxWait, (q, v) => q with { MaxWait = v }, "A call that is expected to wait longer is refused at once." },
    };

    private static readonly SectionType<EngineOptions> Engine = new(new EngineOptions { Id = string.Empty, Place = Place.Local, Model = string.Empty })
    {
        { "kind", Kind, e => e.Kind, (e, v) => e with { Kind = v }, "What it is: docs/engines.md. `openai`: anything that speaks OpenAI chat completions. `openai-responses`: anything that speaks OpenAI Responses. `anthropic`: anything that speaks Anthropic Messages. `gemini`: Gemini by its own API. `azure-openai`, `azure-openai-responses`: a resource of Azure OpenAI. `llama-server`: one that the gateway starts and keeps running. `simulator`: built in, made-up answers." },
        { "place", Where, e => e.Place, (e, v) => e with { Place = v }, "`local`: your own hardware, nothing leaves it. `cloud`: somebody else's API. Required for `openai` and `simulator`; the others are local without it.", KeyTraits.NoDefault },
        { "base_url", new UrlType(bare: false, "http://127.0.0.1:11434/v1"), e => e.BaseUrl, (e, v) => e with { BaseUrl = v }, "The API root that `/chat/completions`, `/responses` or `/messages` is appended to. Required for `openai` and `openai-responses`, and for `azure-openai` and `azure-openai-responses`, where it is the resource's (`https://NAME.openai.azure.com`); a simulator and a `llama-server` have none; `anthropic` and `gemini` have their vendor's; the others have their usual port on this machine." },
        { "private_network", Flag, e => e.PrivateNetwork, (e, v) => e with { PrivateNetwork = v }, "For `place: cloud`: its endpoint is in a private network, so that its name may lead to an address there. Without it no private, loopback, link-local or metadata address is connected to: docs/engines.md." },
        { "own_networks", new ListType<IPNetwork>(new NetworkType()), e => e.OwnNetworks, (e, v) => e with { OwnNetworks = v }, "For `place: local`: public addresses that are yours. Without it a local engine is connected to at private, loopback and link-local addresses only, so that what must stay home can't leave by a wrong name: docs/privacy.md." },
        { "actions", new PiiActionsType(mayBlock: false), e => e.Actions, (e, v) => e with { Actions = v }, "What this engine gets of personal data, where it differs from `privacy.actions`: `allow`, `redact`, `pseudonymise`, or `route_local`: requests with the type do not come here. A local engine gets all that it does not name: docs/privacy.md." },
        { "model", Text, e => e.Model, (e, v) => e with { Model = v }, "The model's name as the engine knows it.", KeyTraits.Required },
        { "deployment", Text, e => e.Deployment, (e, v) => e with { Deployment = v }, "What the resource calls its deployment of the model, for Azure; without it `model`, which the price goes by." },
        { "api_version", new TextType("date like 2024-10-21 or 2025-04-01-preview", "^[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?$"), e => e.ApiVersion, (e, v) => e with { ApiVersion = v }, "The version of Azure's older API, which has the deployment in its path; without it the v1 API." },
        { "embedding_model", Text, e => e.EmbeddingModel, (e, v) => e with { EmbeddingModel = v }, "The engine's model for `/v1/embeddings`, if it has one." },
        { "api_key", new TextType("text", takesEmpty: true), e => e.ApiKey, (e, v) => e with { ApiKey = v.Length == 0 ? null : v }, "Sent as bearer token, or as the engine's kind wants it. Write `${VAR}`, not the key.", KeyTraits.Secret },
        { "api_keys", new ListType<string>(Text), e => e.ApiKeys, (e, v) => e with { ApiKeys = v }, "Instead of `api_key`: several, tried in this order. One that is refused (401, 403) or whose limit is reached (429) is left out for a while: docs/reliability.md.", KeyTraits.Secret },
        { "headers", new HeadersType(), e => e.Headers, (e, v) => e with { Headers = v }, "More request headers, for example an organisation's id.", KeyTraits.Secret },
        { "context_tokens", new NumberType<int>(1, 100_000_000), e => e.ContextTokens, (e, v) => e with { ContextTokens = v }, "Tokens of prompt and answer together that it takes; without it unknown." },
        { "tools", Flag, e => e.Tools, (e, v) => e with { Tools = v }, "It takes tools." },
        { "vision", Flag, e => e.Vision, (e, v) => e with { Vision = v }, "It takes images." },
        { "json_schema", Flag, e => e.JsonSchema, (e, v) => e with { JsonSchema = v }, "It holds `response_format: json_schema`." },
        { "vendor_tools", Flag, e => e.VendorTools, (e, v) => e with { VendorTools = v }, "It has its API's own tools (web search, code execution, and the like): requests with one of those go to such engines only. Without it `true` for `place: cloud`." },
        { "stream_usage", Flag, e => e.StreamUsage, (e, v) => e with { StreamUsage = v }, "It takes `stream_options`. If not, usage is estimated." },
        { "connect_timeout", new DurationType(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5)), e => e.ConnectTimeout, (e, v) => e with { ConnectTimeout = v }, "Until the connection stands." },
        { "first_content_timeout", new DurationType(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)), e => e.FirstContentTimeout, (e, v) => e with { FirstContentTimeout = v }, "From the request sent to the first content." },
        { "idle_timeout", new DurationType(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)), e => e.IdleTimeout, (e, v) => e with { IdleTimeout = v }, "Between two reads of an answer under way." },
        { "retries", new NumberType<int>(0, 5), e => e.Retries, (e, v) => e with { Retries = v }, "How often a request that no engine could answer is sent to it again at most, after a pause: docs/reliability.md." },
        { "cost", Cost, e => e.Cost, (e, v) => e with { Cost = v }, "What a local engine's time costs, an estimate: docs/local-cost.md. Instead of `price`." },
        { "price", Price, e => e.Price, (e, v) => e with { Price = v }, "Your own price; without it the price list's." },
        { "region", new TextType("text of at most 64 characters", "^.{1,64}$"), e => e.Region, (e, v) => e with { Region = v }, "Where its machines are, for example `eu-west-1` or `DE`; without it unknown, which the label `region:NAME` holds against it: docs/privacy.md." },
        { "retention", new DurationType(TimeSpan.Zero, TimeSpan.FromDays(36_500)), e => e.Retention, (e, v) => e with { Retention = v }, "How long its provider keeps prompts and answers; `0s`: it keeps nothing; without it unknown, which the label `no_retention` holds against it: docs/privacy.md." },
        { "uptime", new NumberType<double>(50, 100), e => e.Uptime, (e, v) => e with { Uptime = v }, "Availability that its provider promises, in percent: `99.9`; without it there is no promise. Printed as a fact, and nothing is routed by it." },
        { "queue", Queue, e => e.Queue, (e, v) => e with { Queue = v }, "Calls wait here instead of at the engine: bounded, and fair between client keys. Without it calls are sent as they come, except to a llama-server of the gateway, which always has one." },
        { "llama_server", LlamaServer, e => e.LlamaServer, (e, v) => e with { LlamaServer = v }, "How the llama-server is started; for `kind: llama-server`, which needs it." },
        { "simulator", Simulator, e => e.Simulator, (e, v) => e with { Simulator = v }, "How a simulator answers; for `kind: simulator` only." },
    };

    private static readonly ChoiceType<BudgetPeriod> Period = new(new Dictionary<string, BudgetPeriod>
    {
        ["hour"] = BudgetPeriod.Hour, ["day"] = BudgetPeriod.Day, ["week"] = BudgetPeriod.Week, ["month"] = BudgetPeriod.Month,
    });

    private static readonly SectionType<BudgetOptions> Budget = new(new BudgetOptions(0, BudgetPeriod.Month))
    {
        { "usd", new NumberType<decimal>(0.000001m, 1_000_000m), b => b.Usd, (b, v) => b with { Usd = v }, "US dollars in a period.", KeyTraits.Required },
        { "per", Period, b => b.Per, (b, v) => b with { Per = v }, "The period, in UTC; a week begins on Monday.", KeyTraits.Required },
    };

    private static readonly SectionType<AimOptions> Aim = new(new AimOptions())
    {
        { "cloud_share", Share, a => a.CloudShare, (a, v) => a with { CloudShare = v }, "Share of the requests that go to the cloud; held on live traffic." },
        { "quality", Share, a => a.Quality, (a, v) => a with { Quality = v }, "Share of all-cloud quality to keep, as the router model predicts it; held on live traffic." },
        { "budget", Budget, a => a.Budget, (a, v) => a with { Budget = v }, "What the route's cloud engines may cost: spent evenly, never passed by more than one call." },
        { "threshold", new NumberType<double>(-1, 1), a => a.Threshold, (a, v) => a with { Threshold = v }, "Scores at or above it go to the cloud; for those who calibrate themselves. Nothing moves it." },
    };

    private static readonly SectionType<AgreeOptions> Agree = new(new AgreeOptions())
    {
        { "engine", Id, a => a.Engine, (a, v) => a with { Engine = v }, "The local engine that gives the second answer." },
        { "resample", Flag, a => a.Resample, (a, v) => a with { Resample = v }, "The engine that answered is asked once more, instead of another." },
        { "similarity", Share, a => a.Similarity, (a, v) => a with { Similarity = v }, "Least similarity of two free texts; final answers must be equal." },
    };

    private static readonly SectionType<LogprobsOptions> Logprobs = new(new LogprobsOptions(0))
    {
        { "min", new NumberType<double>(-100, 0), l => l.Min, (l, v) => l with { Min = v }, "Least log probability (natural logarithm) at the quantile.", KeyTraits.Required },
        { "quantile", Share, l => l.Quantile, (l, v) => l with { Quantile = v }, "Which token, from the least likely (0) to the most likely (1)." },
    };

    private static readonly SectionType<ScorerOptions> Scorer = new(new ScorerOptions(0))
    {
        { "max", new NumberType<double>(-1, 1), s => s.Max, (s, v) => s with { Max = v }, "Most quality that the cloud may be expected to gain.", KeyTraits.Required },
    };

    private static readonly SectionType<HoldOptions> Hold = new(new HoldOptions())
    {
        { "time", new DurationType(TimeSpan.Zero, TimeSpan.FromHours(1)), h => h.Time, (h, v) => h with { Time = v }, "From the request on, the checks included." },
        { "tokens", new NumberType<int>(0, 1_000_000), h => h.Tokens, (h, v) => h with { Tokens = v }, "Of the answer." },
    };

    private static readonly SectionType<VerifyOptions> Verify = new(new VerifyOptions())
    {
        { "band", new NumberType<double>(0, 2), v => v.Band, (o, v) => o with { Band = v }, "Scores this near to the threshold are checked; 0.1 without it and without `from` and `to`." },
        { "from", new NumberType<double>(-1, 1), v => v.From, (o, v) => o with { From = v }, "Instead of `band`: the least score that is checked." },
        { "to", new NumberType<double>(-1, 1), v => v.To, (o, v) => o with { To = v }, "Instead of `band`: the greatest score that is checked." },
        { "agree", Agree, v => v.Agree, (o, v) => o with { Agree = v }, "A second answer must agree." },
        { "logprobs", Logprobs, v => v.Logprobs, (o, v) => o with { Logprobs = v }, "The engine must have found its own tokens likely." },
        { "scorer", Scorer, v => v.Scorer, (o, v) => o with { Scorer = v }, "A learned scorer of prompt and answer must not expect much of the cloud; for answers that come down to a final answer." },
        { "format", Flag, v => v.Format, (o, v) => o with { Format = v }, "JSON where `response_format` or a tool call asks for it, with the schema's required members." },
        { "refusal", Flag, v => v.Refusal, (o, v) => o with { Refusal = v }, "The answer is no refusal." },
        { "truncation", Flag, v => v.Truncation, (o, v) => o with { Truncation = v }, "The answer is not cut off and not empty." },
        { "hold", Hold, v => v.Hold, (o, v) => o with { Hold = v }, "How long a streaming client may wait for the checks; past either bound the answer goes out as it comes." },
    };

    private static readonly SectionType<ShadowOptions> Shadow = new(new ShadowOptions())
    {
        { "share", Share, s => s.Share, (s, v) => s with { Share = v }, "Share of the route's requests that are also asked of an engine of the other place, once the client has its answer." },
        { "budget", new SectionType<ShadowBudgetOptions>(new ShadowBudgetOptions(0))
        {
            { "usd", new NumberType<decimal>(0m, 1_000_000m), b => b.Usd, (b, v) => b with { Usd = v }, "US dollars that copies and their judge may cost together.", KeyTraits.Required },
            { "per", new ChoiceType<string>(new Dictionary<string, string> { ["day"] = "day", ["month"] = "month" }), b => b.Per, (b, v) => b with { Per = v }, "The time that the budget is for, by UTC's calendar." },
        }, s => s.Budget, (s, v) => s with { Budget = v }, "When it is used up, nothing is copied any more.", KeyTraits.Required },
        { "judge", new JudgeType(Id), s => s.Judge, (s, v) => s with { Judge = v }, "Who says what the two answers are worth. `exact`: the local one must come down to the cloud's. `schema`: each must have the form that the request asks for." },
    };

    private static readonly SectionType<SpillOptions> Spill = new(new SpillOptions(TimeSpan.Zero))
    {
        { "wait", new DurationType(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)), s => s.Wait, (s, v) => s with { Wait = v }, "The longest expected wait that is still worth it.", KeyTraits.Required },
    };

    private static readonly SectionType<HedgeOptions> Hedge = new(new HedgeOptions(TimeSpan.Zero))
    {
        { "after", new DurationType(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)), h => h.After, (h, v) => h with { After = v }, "How long the first may be without content.", KeyTraits.Required },
    };

    private static readonly SectionType<RouteOptions> Route = new(new RouteOptions { Name = string.Empty, Engines = [] })
    {
        { "engines", new ListType<string>(Id), r => r.Engines, (r, v) => r with { Engines = v }, "Engine ids, in order of preference within their place.", KeyTraits.Required },
        { "privacy", Label, r => r.Privacy, (r, v) => r with { Privacy = v }, "Where its requests may go: docs/privacy.md." },
        { "aim", Aim, r => r.Aim, (r, v) => r with { Aim = v }, "What the router optimises: one of the keys below; without any, the router model's default threshold." },
        { "verify", Verify, r => r.Verify, (r, v) => r with { Verify = v }, "Local answers near the threshold are checked before they are kept; without it none is." },
        { "shadow", Shadow, r => r.Shadow, (r, v) => r with { Shadow = v }, "Copies of requests, to learn which place would have done; without it none." },
        { "cold", new ChoiceType<ColdStart>(new Dictionary<string, ColdStart> { ["wait"] = ColdStart.Wait, ["cloud"] = ColdStart.Cloud, ["both"] = ColdStart.Both }), r => r.Cold, (r, v) => r with { Cold = v }, "What a request does that comes to a llama-server of the gateway whose model is not loaded, where the cloud may answer it: `wait` for it, go to the `cloud`, or `both`: go to the cloud and start it for later." },
        { "spill", Spill, r => r.Spill, (r, v) => r with { Spill = v }, "Requests for a local engine go to the cloud while the expected wait for every local engine is longer: docs/load.md. Without it they wait. Never for what must stay local." },
        { "hedge", Hedge, r => r.Hedge, (r, v) => r with { Hedge = v }, "A request whose local engine is slow to begin is sent to an idle one of the same model as well, and the faster one answers: docs/reliability.md. Without it never." },
        { "aliases", new ListType<string>(new TextType("text (at most 128 characters)", "^.{1,128}$", ConfigCodes.InvalidName)), r => r.Aliases, (r, v) => r with { Aliases = v }, "More names that clients may send for it. One that ends in `*` stands for all that begin so: `claude-*`." },
        { "lossy", new ChoiceType<bool>(new Dictionary<string, bool> { ["refuse"] = false, ["allow"] = true }), r => r.Lossy, (r, v) => r with { Lossy = v }, "What happens to a request with a field that the API of its engine has no place for: `refuse` it and name the field, or `allow` the loss and name it in `x-autoclaw-dropped` and in the ledger." },
        { "store_text", Flag, r => r.StoreText, (r, v) => r with { StoreText = v }, "As `learning.store_text`, for this route; without it as there." },
        { "store_responses", Flag, r => r.StoreResponses, (r, v) => r with { StoreResponses = v }, "As `responses.store`, for this route; without it as there." },
    };

    /// <summary>The whole file.</summary>
    public static readonly SectionType<GatewayOptions> Root = new(new GatewayOptions())
    {
        { "listen", new UrlType(bare: true, "http://127.0.0.1:2529"), g => g.Listen, (g, v) => g with { Listen = v }, "Where the endpoint listens; `https` with `tls`.", KeyTraits.Restart },
        { "tls", AdminKeys.Tls, g => g.Tls, (g, v) => g with { Tls = v }, "The endpoint's certificate; read again when its files change.", KeyTraits.Restart },
        { "allowed_hosts", new ListType<string>(HostName), g => g.AllowedHosts, (g, v) => g with { AllowedHosts = v }, "More names that clients may call the gateway by (`Host`): `llm.example.com`, `*.example.com`, or `*` for any. Beyond it this machine's loopback names; where `listen` is no loopback address, every IP address too." },
        { "auth", Auth, g => g.Auth, (g, v) => g with { Auth = v }, "Who may call." },
        { "admin", AdminKeys.Admin, g => g.Admin, (g, v) => g with { Admin = v }, "The administrators' listener: docs/admin.md. Without it there is none." },
        { "engines", new MapType<EngineOptions>(Engine, "id", ConfigCodes.DuplicateEngine, e => e.Id, (e, id) => e with { Id = id }), g => g.Engines, (g, v) => g with { Engines = v }, "What answers, by id.", KeyTraits.Required },
        { "routes", new MapType<RouteOptions>(Route, "name", ConfigCodes.DuplicateRoute, r => r.Name, (r, name) => r with { Name = name }), g => g.Routes, (g, v) => g with { Routes = v }, "Virtual models that clients ask for by name. `auto` is always there: without an entry it has all engines." },
        { "privacy", new SectionType<PrivacyOptions>(new PrivacyOptions())
        {
            { "profiles", new ListType<PrivacyProfile>(Profile), p => p.Profiles, (p, v) => p with { Profiles = v }, "Rules that the rest of the file is checked against, each with defaults of its own: docs/privacy.md." },
            { "label", Label, p => p.Label, (p, v) => p with { Label = v }, "Where any request may go; keys, routes and clients can only make it stricter." },
            { "scan", Flag, p => p.Scan, (p, v) => p with { Scan = v }, "Looks through every request for personal data; on as well where `actions` has an entry." },
            { "actions", new PiiActionsType(), p => p.Actions, (p, v) => p with { Actions = v }, "What is done with a request that has a type, for example `EMAIL_ADDRESS: pseudonymise`: `allow`, `redact`, `pseudonymise`, `route_local` or `block`; `route_local` for types that are not named." },
            { "retention", new DurationType(TimeSpan.FromDays(1), TimeSpan.FromDays(36_500)), p => p.Retention, (p, v) => p with { Retention = v }, "How long it stays known whom a request was about, with labels and kept answers; what is older goes, at the start and once an hour, and what it cost stays: docs/privacy.md. Without it nothing goes by age." },
            { "reader", new SectionType<ReaderOptions>(new ReaderOptions(string.Empty))
            {
                { "engine", Id, r => r.Engine, (r, v) => r with { Engine = v }, "The id of a local engine.", KeyTraits.Required },
                { "timeout", new DurationType(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10)), r => r.Timeout, (r, v) => r with { Timeout = v }, "How long it may take over a request; then the request stays at home." },
                { "max_chars", new NumberType<int>(1, 10_000_000), r => r.MaxChars, (r, v) => r with { MaxChars = v }, "Characters of text in a request, all its messages together; one with more is not read and stays at home." },
            }, p => p.Reader, (p, v) => p with { Reader = v }, "A model of your own that reads requests for personal data before they may leave, beside the scan: docs/privacy.md. Without it none does." },
        }, g => g.Privacy, (g, v) => g with { Privacy = v }, "What must stay home, and how it is known: docs/privacy.md." },
        { "router", new SectionType<RouterOptions>(new RouterOptions())
        {
            { "model_file", new PathType(mustExist: true), r => r.ModelFile, (r, v) => r with { ModelFile = v }, "A router model file; without it the one that `autoclaw router promote` put in use, else the shipped one." },
        }, g => g.Router, (g, v) => g with { Router = v }, "Which router model decides." },
        { "learning", new SectionType<LearningOptions>(new LearningOptions())
        {
            { "store_text", Flag, l => l.StoreText, (l, v) => l with { StoreText = v }, "Keeps the last user message in the ledger beside a label. Without it only hashed features are kept." },
        }, g => g.Learning, (g, v) => g with { Learning = v }, "What is kept of labelled requests, for `autoclaw router tune`." },
        { "ledger", new SectionType<LedgerOptions>(new LedgerOptions())
        {
            { "path", new PathType(mustExist: false), l => l.Path, (l, v) => l with { Path = v }, "The SQLite file; without it `ledger.db` in AutoClaw's data folder.", KeyTraits.Restart },
            { "fsync", new ChoiceType<TimeSpan>(new Dictionary<string, TimeSpan> { ["always"] = TimeSpan.Zero, ["100ms"] = TimeSpan.FromMilliseconds(100) }), l => l.Fsync, (l, v) => l with { Fsync = v }, "What a power cut may take: `always`: nothing, each commit waits for the disk; `100ms`: the last 100 ms. The death of the process takes nothing either way.", KeyTraits.Restart },
            { "on_failure", new ChoiceType<LedgerOnFailure>(new Dictionary<string, LedgerOnFailure> { ["refuse"] = LedgerOnFailure.Refuse, ["serve"] = LedgerOnFailure.Serve }), l => l.OnFailure, (l, v) => l with { OnFailure = v }, "While entries can't be written: `refuse`: requests get 503; `serve`: they are answered, and their entries wait in memory, within bounds.", KeyTraits.Restart },
        }, g => g.Ledger, (g, v) => g with { Ledger = v }, "The record of every attempt.", KeyTraits.Restart },
        { "responses", new SectionType<ResponsesOptions>(new ResponsesOptions())
        {
            { "store", Flag, r => r.Store, (r, v) => r with { Store = v }, "Answers whose clients do not say `store: false` are kept, with their requests, in a file beside the ledger." },
            { "max_age", new DurationType(TimeSpan.FromSeconds(1), TimeSpan.FromDays(3650)), r => r.MaxAge, (r, v) => r with { MaxAge = v }, "A conversation that nobody goes on with for so long is removed." },
            { "max_bytes", new NumberType<long>(1024, 1L << 50), r => r.MaxBytes, (r, v) => r with { MaxBytes = v }, "Bytes of all that is kept; past it the oldest go." },
        }, g => g.Responses, (g, v) => g with { Responses = v }, "What is kept of the Responses API: docs/wires.md." },
        { "limits", new SectionType<LimitOptions>(new LimitOptions())
        {
            { "max_body_bytes", new NumberType<int>(1024, 1024 * 1024 * 1024), l => l.MaxBodyBytes, (l, v) => l with { MaxBodyBytes = v }, "Largest request body; more is a 413." },
            { "max_messages", new NumberType<int>(1, 1_000_000), l => l.MaxMessages, (l, v) => l with { MaxMessages = v }, "Most messages of one request, the conversation before it included; more is a 400." },
            { "max_tools", new NumberType<int>(0, 1_000_000), l => l.MaxTools, (l, v) => l with { MaxTools = v }, "Most tools that one request may declare; more is a 400." },
            { "max_concurrent", new NumberType<int>(1, 1_000_000), l => l.MaxConcurrent, (l, v) => l with { MaxConcurrent = v }, "Requests that are answered at the same time, of all clients together; one more is a 503. Keys of low priority are refused from three quarters of it on, those of normal priority in its last tenth. Without it any number." },
            { "max_connections", new NumberType<int>(1, 1_000_000), l => l.MaxConnections, (l, v) => l with { MaxConnections = v }, "Connections of clients at the same time, idle ones included; one more is closed at once. The admin listener has as many for itself.", KeyTraits.Restart },
            { "head_timeout", new DurationType(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)), l => l.HeadTimeout, (l, v) => l with { HeadTimeout = v }, "How long the headers of a request may take; then it is a 408.", KeyTraits.Restart },
            { "body_timeout", new DurationType(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24)), l => l.BodyTimeout, (l, v) => l with { BodyTimeout = v }, "How long its body may take, however steadily it comes; then it is a 408." },
            { "drain", new DurationType(TimeSpan.Zero, TimeSpan.FromHours(1)), l => l.Drain, (l, v) => l with { Drain = v }, "When the gateway is stopped: the time that answers under way have to end by themselves; then their clients get an error.", KeyTraits.Restart },
        }, g => g.Limits, (g, v) => g with { Limits = v }, "Bounds on what a client may send." },
        { "local_memory", new NumberType<double>(0.01, 100_000), g => g.LocalMemoryGiB, (g, v) => g with { LocalMemoryGiB = v }, "GiB that the llama-servers which the gateway runs may take together, by estimate; idle ones are stopped for the one that is asked for. Without it no limit." },
        { "price_file", new PathType(mustExist: true), g => g.PriceFile, (g, v) => g with { PriceFile = v }, "A price file whose rows override the shipped ones." },
    };

    /// <summary>The section that a key of this name belongs to, nearest to the top; null if there is no such key.</summary>
    public static string? PlaceOf(string name) =>
        Root.Rows(string.Empty)
            .Select(row => row.Path)
            .Where(path => path[(path.LastIndexOf('.') + 1)..] == name)
            .OrderBy(path => path.Count(c => c == '.'))
            .Select(path => path.Length == name.Length ? "the top of the file" : path[..^(name.Length + 1)])
            .FirstOrDefault();
}
