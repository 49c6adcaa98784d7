using System.CommandLine;
using AutoClaw.Cli.Advise;
using AutoClaw.Cli.Bench.Output;
using AutoClaw.Core.Advisor;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Ledger;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw advise</c>: all local, all cloud, hosted open weights or hybrid, what each costs, and what would change the advice.</summary>
internal static class AdviseVerb
{
    // Inputs are a page; far more is another file.
    private const long LongestInput = 1024 * 1024;

    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var options = new AdviseOptions(time);
        var command = new Command("advise", "Advise where to run: all local, all cloud, hosted open weights or hybrid; what each costs, and what would change that.");
        options.AddTo(command);
        command.SetAction(parse => new Run(terminal, options, parse, time.GetUtcNow()).Advise());
        return command;
    }

    /// <summary>One call of the verb.</summary>
    private sealed class Run(Terminal terminal, AdviseOptions options, ParseResult parse, DateTimeOffset now)
    {
        private readonly List<string> _notes = [];
        private PriceList _prices = PriceList.Shipped;

        // Set where the inputs are null.
        private int _exitCode;

        public int Advise()
        {
            var inputs = PricesRead() ? Inputs() : null;
            if (inputs is null)
            {
                return _exitCode;
            }

            var advice = Advisor.Advise(inputs);
            _notes.AddRange(AdviseNotes.Stale(advice.Inputs, _prices, DateOnly.FromDateTime(now.UtcDateTime)));
            if (parse.GetValue(options.Json))
            {
                terminal.Writer.WriteLine(AdvisorJson.Write(advice));
            }
            else
            {
                AdviceOutput.Write(terminal, advice);
            }

            foreach (var note in _notes)
            {
                terminal.Error.MarkupLineInterpolated($"[yellow]note:[/] {note}");
            }

            try
            {
                if (parse.GetValue(options.Markdown) is { } markdown)
                {
                    File.WriteAllText(markdown, AdviceOutput.Markdown(advice, _notes));
                }

                if (parse.GetValue(options.Html) is { } html)
                {
                    File.WriteAllText(html, AdviceHtml.Write(advice, _notes));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return terminal.Fail(ExitCode.Failed, $"The advice could not be written: {e.Message}");
            }

            return advice.Recommended is null
                ? terminal.Fail(ExitCode.Failed, "Nothing meets all constraints: loosen one of those that rule each out.")
                : ExitCode.Ok;
        }

        private bool PricesRead()
        {
            if (parse.GetValue(options.PriceFile) is not { } file)
            {
                return true;
            }

            if (PricesVerb.Load(terminal, file) is not { } own)
            {
                _exitCode = ExitCode.Failed;
                return false;
            }

            _prices = _prices.WithOverrides(own);
            return true;
        }

        private AdvisorInputs? Inputs()
        {
            var inputs = FromFile(AdvisorInputs.Default);
            inputs = inputs is null ? null : FromLedger(inputs);
            inputs = inputs is null ? null : WithModels(inputs);
            inputs = inputs is null ? null : FromBench(inputs);
            if (inputs is null)
            {
                return null;
            }

            // The verb alone: whoever sits there is asked.
            if (parse.Tokens.Count == 1 && !Console.IsInputRedirected && !Console.IsErrorRedirected)
            {
                return AdviseQuestions.Ask(terminal.Error, inputs);
            }

            var load = options.Lay(parse, inputs);
            return load.Inputs ?? Fail(ExitCode.Usage, load.Problems.Select(problem => options.Text(parse, problem)));
        }

        private AdvisorInputs? FromFile(AdvisorInputs inputs)
        {
            if (parse.GetValue(options.Input) is not { } file)
            {
                return inputs;
            }

            try
            {
                if (new FileInfo(file) is { Exists: true, Length: > LongestInput })
                {
                    return Fail(ExitCode.Failed, [$"{file}: too large for inputs of the advisor."]);
                }

                var load = AdvisorJson.Read(File.ReadAllBytes(file), inputs);
                return load.Inputs ?? Fail(ExitCode.Failed, load.Problems.Select(problem => problem.Field.Length > 0 ? $"{file}: {problem}" : $"{file}: {problem.Message}"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Fail(ExitCode.Failed, [e.Message]);
            }
        }

        private AdvisorInputs? FromLedger(AdvisorInputs inputs)
        {
            if (parse.GetResult(options.Ledger) is null)
            {
                return inputs;
            }

            try
            {
                if (LedgerTraffic.Read(parse.GetValue(options.Ledger) ?? AutoClawHome.LedgerPath, options.Since(parse), out var problem) is not { } traffic)
                {
                    return Fail(ExitCode.Failed, [problem!]);
                }

                _notes.AddRange(traffic.Notes());
                return traffic.LaidOver(inputs);
            }
            catch (LedgerException e)
            {
                return Fail(ExitCode.Failed, [e.Message]);
            }
        }

        private AdvisorInputs? WithModels(AdvisorInputs inputs)
        {
            if (parse.GetValue(options.CloudModel) is { } cloud)
            {
                if (ModelChoice.Api(inputs.Cloud, _prices, cloud, parse.GetValue(options.CloudProvider), now, out var problem) is not { } api)
                {
                    return Fail(ExitCode.Usage, [problem!]);
                }

                StillAssumed($"Of {api.Model}", inputs.Cloud.Model, "--cloud-quality", "--cloud-ttft", "--cloud-tps", "--reasoning-tokens");
                inputs = inputs with { Cloud = api };
            }

            if (parse.GetValue(options.HostedModel) is { } hosted)
            {
                if (ModelChoice.Api(inputs.Hosted, _prices, hosted, parse.GetValue(options.HostedProvider), now, out var problem) is not { } api)
                {
                    return Fail(ExitCode.Usage, [problem!]);
                }

                StillAssumed($"Of {api.Model}", inputs.Hosted.Model, "--hosted-quality", "--hosted-ttft", "--hosted-tps");
                inputs = inputs with { Hosted = api };
            }

            if (parse.GetValue(options.Accelerator) is null && parse.GetValue(options.Accelerators) is null)
            {
                return inputs;
            }

            var local = inputs.Local with { Payment = AdviseOptions.PaymentOf(parse) ?? inputs.Local.Payment };
            if (ModelChoice.Hardware(local, parse.GetValue(options.Accelerator) ?? local.Accelerator, parse.GetValue(options.Accelerators) ?? local.AcceleratorsPerReplica, out var none) is not { } other)
            {
                return Fail(ExitCode.Usage, [none!]);
            }

            StillAssumed($"Of {other.AcceleratorsPerReplica} x {other.Accelerator}", $"{local.AcceleratorsPerReplica} x {local.Accelerator}", "--prefill-tps", "--decode-tps", "--local-ttft", "--local-tps");
            return inputs with { Local = other };
        }

        private AdvisorInputs? FromBench(AdvisorInputs inputs)
        {
            if (parse.GetValue(options.Bench) is not { } file)
            {
                return inputs;
            }

            if (BenchJson.Read(file, out var problem) is not { } report)
            {
                return Fail(ExitCode.Failed, [problem!]);
            }

            var figures = new BenchFigures(report, file, _prices, now);
            var names = (parse.GetValue(options.BenchEngines) ?? []).SelectMany(static text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
            var laid = figures.LaidOver(inputs, names, out problem);
            _notes.AddRange(figures.Notes);
            return laid ?? Fail(ExitCode.Failed, [problem!]);
        }

        // Another model at the old one's quality is the trap of such a comparison.
        private void StillAssumed(string what, string before, params string[] names)
        {
            var missing = names.Where(name => !AdviseOptions.Has(parse, name)).ToArray();
            if (missing.Length > 0)
            {
                _notes.Add($"{what} nothing but prices is known here: the rest is as for {before} unless --bench, --input or {string.Join(", ", missing)} say otherwise.");
            }
        }

        private AdvisorInputs? Fail(int exitCode, IEnumerable<string> problems)
        {
            foreach (var problem in problems)
            {
                terminal.Fail(exitCode, problem);
            }

            _exitCode = exitCode;
            return null;
        }
    }
}
