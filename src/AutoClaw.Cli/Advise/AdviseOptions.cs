using System.Collections.Immutable;
using System.CommandLine;
using AutoClaw.Core.Advisor;

namespace AutoClaw.Cli.Advise;

/// <summary>The options of <c>autoclaw advise</c>.</summary>
internal sealed class AdviseOptions(TimeProvider time)
{
    public const string Payment = "--payment";

    private readonly ImmutableArray<InputOption> _inputs = InputOptions.Create();
    private readonly Option<DateTimeOffset?> _since = TimePointOption.Create("--since", "With --from-ledger: only requests from then on.", time);

    public Option<string?> Input { get; } = new("--input") { Description = "Inputs as JSON; what is left out is as usual (docs/advisor.md).", HelpName = "FILE" };

    public Option<string?> Ledger { get; } = new("--from-ledger")
    {
        Description = "Take volume, tokens, peak, cached and local share from a ledger; without a name from ledger.db in AutoClaw's data folder.",
        HelpName = "LEDGER",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<string?> Bench { get; } = new("--bench") { Description = "Take quality, times, speed and prices from a report of 'autoclaw bench' (report.json).", HelpName = "FILE" };

    public Option<string[]> BenchEngines { get; } = new("--bench-engines") { Description = "Engines of that report, separated by commas. Left out: all of them.", HelpName = "NAMES" };

    public Option<string?> CloudModel { get; } = new("--cloud-model") { Description = "The vendor's model, as in the price list ('autoclaw prices list').", HelpName = "MODEL" };

    public Option<string?> CloudProvider { get; } = new("--cloud-provider") { Description = "Whose price, where several sell it.", HelpName = "PROVIDER" };

    public Option<string?> HostedModel { get; } = new("--hosted-model") { Description = "The hosted open model, as in the price list.", HelpName = "MODEL" };

    public Option<string?> HostedProvider { get; } = new("--hosted-provider") { Description = "Whose price, where several sell it.", HelpName = "PROVIDER" };

    public Option<string?> PriceFile { get; } = new("--price-file") { Description = "A price file whose rows go before the shipped ones.", HelpName = "FILE" };

    public Option<string?> Accelerator { get; } = new("--accelerator") { Description = "Your hardware by its id in the market data, for example h100-80gb-sxm (docs/market-data.md).", HelpName = "ID" };

    public Option<int?> Accelerators { get; } = new("--accelerators") { Description = "Accelerators of one replica.", HelpName = "N" };

    public Option<string?> Markdown { get; } = new("--markdown") { Description = "Also write the advice as Markdown.", HelpName = "FILE" };

    public Option<string?> Html { get; } = new("--html") { Description = "Also write the advice as one HTML file with plots, which opens without a network.", HelpName = "FILE" };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the whole advice as JSON instead of tables." };

    /// <summary>True where the option was given.</summary>
    public static bool Has(ParseResult parse, string name) => parse.GetResult(name) is not null;

    /// <summary>As the inputs will have it once the options are laid over them; null: not given.</summary>
    public static HardwarePayment? PaymentOf(ParseResult parse) =>
        parse.GetResult(Payment) is null ? null : parse.GetValue<string>(Payment) == "rent" ? HardwarePayment.Rent : HardwarePayment.Purchase;

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Input, Ledger, _since, Bench, BenchEngines, CloudModel, CloudProvider, HostedModel, HostedProvider, PriceFile, Accelerator, Accelerators, Markdown, Html, Json })
        {
            command.Options.Add(option);
        }

        Accelerators.Validators.Add(Within.Bounds(Accelerators, 1, 1000));
        foreach (var option in _inputs)
        {
            command.Options.Add(option.Option);
        }

        command.Validators.Add(result =>
        {
            foreach (var (option, needs) in new (Option, Option)[] { (_since, Ledger), (BenchEngines, Bench), (CloudProvider, CloudModel), (HostedProvider, HostedModel) })
            {
                if (result.GetResult(option) is not null && result.GetResult(needs) is null)
                {
                    result.AddError($"{option.Name} goes with {needs.Name}.");
                }
            }
        });
    }

    public DateTimeOffset? Since(ParseResult parse) => parse.GetValue(_since);

    /// <summary>The inputs with the single options laid over them.</summary>
    public AdvisorInputsLoad Lay(ParseResult parse, AdvisorInputs under) => InputOptions.Lay(_inputs, parse, under);

    /// <summary>A problem by the option that caused it, or else by its field.</summary>
    public string Text(ParseResult parse, AdvisorProblem problem) =>
        _inputs.FirstOrDefault(option => option.Fields.Contains(problem.Field) && parse.GetResult(option.Option) is not null) is { } given
            ? $"{given.Option.Name}: {problem.Message}"
            : problem.ToString();
}
