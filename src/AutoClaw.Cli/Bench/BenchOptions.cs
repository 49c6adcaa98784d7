using System.Collections.Immutable;
using System.CommandLine;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Workloads;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli.Bench;

/// <summary>The options of <c>autoclaw bench</c>, and what is read from them.</summary>
internal sealed class BenchOptions
{
    private const int QuickPrompts = 8;
    private const int UsualPrompts = 20;
    private const double QuickScale = 0.1;

    private readonly Option<string?> _config = new("--config", "-c") { Description = $"The configuration with the engines. Left out: ./{ConfigFile.DefaultName} if it is there, else whatever engines are found.", HelpName = "FILE" };
    private readonly Option<string[]> _engines = new("--engines") { Description = "Names of the configuration's engines, separated by commas. Left out: all of them.", HelpName = "NAMES" };
    private readonly Option<string[]> _urls = new("--url") { Description = $"An engine by its address, {BenchTarget.Syntax}; may be given several times. API: openai (the default), openai-responses, anthropic, gemini or a local engine's kind.", HelpName = "ENGINE" };
    private readonly Option<string[]> _keys = new("--key") { Description = "Where an engine's key is: NAME=VARIABLE of the environment. Left out: the provider's usual variable.", HelpName = "NAME=VARIABLE" };
    private readonly Option<bool> _quick = new("--quick") { Description = $"A first impression: {QuickPrompts} prompts of each workload at a scale of {QuickScale}." };
    private readonly Option<string[]> _workloads = new("--workloads") { Description = $"Generated workloads, separated by commas. Left out: all of {string.Join(", ", BenchWorkloads.All.Select(static w => w.Name))}.", HelpName = "NAMES" };
    private readonly Option<string?> _workloadFile = new("--workload") { Description = "Your own prompts instead, one JSON object a line (docs/workloads.md).", HelpName = "FILE" };
    private readonly Option<string?> _mmlu = new("--mmlu") { Description = "MMLU instead, from your copy: the folder that has test/ and dev/.", HelpName = "DIR" };
    private readonly Option<bool> _likelihood = new("--mmlu-likelihood") { Description = "MMLU by the log-probabilities of the letters after five examples (engines that tell them), instead of by thinking aloud." };
    private readonly Option<string?> _replay = new("--replay") { Description = "Prompts that a ledger has kept instead.", HelpName = "LEDGER" };
    private readonly Option<int?> _prompts = new("--prompts") { Description = $"Prompts of each workload; {UsualPrompts} unless --quick.", HelpName = "N" };
    private readonly Option<double?> _scale = new("--scale") { Description = "Length of the generated prompts and answers, 0.05 to 1; 1 unless --quick.", HelpName = "SHARE" };
    private readonly Option<int> _repeat = new("--repeat") { Description = "How often each engine gets each prompt.", DefaultValueFactory = static _ => 1, HelpName = "N" };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Fixes prompts, orders and arrivals.", DefaultValueFactory = static _ => 1UL, HelpName = "N" };
    private readonly Option<double?> _temperature = new("--temperature") { Description = "Sent with every request. Left out: each engine's default.", HelpName = "T" };
    private readonly Option<string?> _concurrency = new("--concurrency") { Description = "After the single stream, closed loops of so many calls at once, for example 4,16.", HelpName = "N,N" };
    private readonly Option<double?> _rate = new("--rate") { Description = "After that, calls a second that come independently of the answers (Poisson).", HelpName = "R" };
    private readonly Option<TimeSpan> _duration = DurationOption.Create("--duration", "How long each engine has that rate; 30s unless given.");
    private readonly Option<int> _maxInFlight = new("--max-in-flight") { Description = "Calls under way at once at most at that rate; further ones wait.", DefaultValueFactory = static _ => 256, HelpName = "N" };
    private readonly Option<bool> _untilDecided = new("--until-decided") { Description = "End the single stream once every comparison is clear; looking costs certainty, which is taken into account." };
    private readonly Option<decimal?> _maxSpend = new("--max-spend") { Description = "End before the cost of all calls could go beyond this many dollars; 1 unless given.", HelpName = "USD" };
    private readonly Option<TimeSpan> _sloTtft = DurationOption.Create("--slo-ttft", "A good answer begins within this, from when it was due.");
    private readonly Option<TimeSpan> _sloTpot = DurationOption.Create("--slo-tpot", "A good answer takes at most this a token.");
    private readonly Option<TimeSpan> _sloLatency = DurationOption.Create("--slo-latency", "A good answer ends within this, from when it was due.");
    private readonly Option<long> _requests = new("--requests-per-month") { Description = "For the monthly cost.", DefaultValueFactory = static _ => 100_000L, HelpName = "N" };
    private readonly Option<string[]> _hardware = new("--hardware") { Description = $"What an engine runs on, {HardwareClaim.Syntax}, to be told of figures that can't be true of it.", HelpName = "CLAIM" };
    private readonly Option<string?> _output = new("--out") { Description = "A folder for report.html, report.md, report.json and calls.jsonl.", HelpName = "DIR" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the report as JSON instead of tables." };

    public void AddTo(Command command)
    {
        _repeat.Validators.Add(Within.Bounds(_repeat, 1, 1000));
        _prompts.Validators.Add(Within.Bounds(_prompts, 1, 100_000));
        _scale.Validators.Add(Within.Bounds(_scale, BenchWorkloads.LeastScale, 1));
        _temperature.Validators.Add(Within.Bounds(_temperature, 0, 2));
        _rate.Validators.Add(Within.Bounds(_rate, 0.001, 10_000));
        _maxInFlight.Validators.Add(Within.Bounds(_maxInFlight, 1, 10_000));
        _maxSpend.Validators.Add(Within.Bounds(_maxSpend, 0m, 1_000_000m));
        _requests.Validators.Add(Within.Bounds(_requests, 1L, 1_000_000_000_000L));
        _concurrency.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && Levels(result.Tokens[0].Value) is null)
            {
                result.AddError($"--concurrency takes numbers from 2 to 1000, separated by commas, not '{result.Tokens[0].Value}'.");
            }
        });
        foreach (var option in new Option[]
        {
            _config, _engines, _urls, _keys, _quick, _workloads, _workloadFile, _mmlu, _likelihood, _replay, _prompts, _scale, _repeat, _seed, _temperature, _concurrency, _rate, _duration,
            _maxInFlight, _untilDecided, _maxSpend, _sloTtft, _sloTpot, _sloLatency, _requests, _hardware, _output, _json,
        })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(_workloadFile), result.GetValue(_mmlu), result.GetValue(_replay) }.Count(static v => v is not null) > 1)
            {
                result.AddError("Prompts come from one of --workload, --mmlu and --replay.");
            }
        });
    }

    public BenchRequest Request(ParseResult parse) => new()
    {
        Config = parse.GetValue(_config),
        Engines = Names(parse.GetValue(_engines)),
        Urls = parse.GetValue(_urls) ?? [],
        Keys = parse.GetValue(_keys) ?? [],
        Workloads = Names(parse.GetValue(_workloads)),
        WorkloadFile = parse.GetValue(_workloadFile),
        Mmlu = parse.GetValue(_mmlu),
        MmluLikelihood = parse.GetValue(_likelihood),
        Hardware = parse.GetValue(_hardware) ?? [],
        Replay = parse.GetValue(_replay),
        Prompts = parse.GetValue(_prompts) ?? (parse.GetValue(_quick) ? QuickPrompts : UsualPrompts),
        Scale = parse.GetValue(_scale) ?? (parse.GetValue(_quick) ? QuickScale : 1),
        Temperature = parse.GetValue(_temperature),
        MaxSpend = parse.GetValue(_maxSpend),
        Output = parse.GetValue(_output),
        Json = parse.GetValue(_json),
    };

    public BenchPlan Plan(ParseResult parse, ImmutableArray<BenchPrompt> prompts) => new()
    {
        Prompts = prompts,
        Seed = parse.GetValue(_seed),
        Repetitions = parse.GetValue(_repeat),
        Concurrency = Levels(parse.GetValue(_concurrency) ?? "") ?? [],
        Rate = parse.GetValue(_rate),
        Duration = parse.GetValue(_duration) is { Ticks: > 0 } duration ? duration : TimeSpan.FromSeconds(30),
        MaxInFlight = parse.GetValue(_maxInFlight),
        UntilDecided = parse.GetValue(_untilDecided),
        Slo = new Slo(Milliseconds(parse.GetValue(_sloTtft)), Milliseconds(parse.GetValue(_sloTpot)), Milliseconds(parse.GetValue(_sloLatency))),
        RequestsPerMonth = parse.GetValue(_requests),
    };

    public ulong Seed(ParseResult parse) => parse.GetValue(_seed);

    private static double? Milliseconds(TimeSpan time) => time > TimeSpan.Zero ? time.TotalMilliseconds : null;

    private static string[] Names(string[]? values) =>
        [.. (values ?? []).SelectMany(static v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];

    private static ImmutableArray<int>? Levels(string text)
    {
        var levels = ImmutableArray.CreateBuilder<int>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, out var level) || level is < 2 or > 1000)
            {
                return null;
            }

            levels.Add(level);
        }

        return levels.ToImmutable();
    }
}
