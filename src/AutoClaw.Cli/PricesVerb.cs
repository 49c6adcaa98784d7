using System.CommandLine;
using System.Globalization;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw prices</c>: the price list, price files, and what others collect. What its verbs share.</summary>
internal static class PricesVerb
{
    public static Command Create(Terminal terminal, TimeProvider time) => new("prices", "List and check prices, and take them over from collections that others keep.")
    {
        PricesListVerb.Create(terminal, time),
        PricesCheckVerb.Create(terminal, time),
        PricesImportVerb.Create(terminal, time),
    };

    public static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>A price file, or every problem of it on standard error and null.</summary>
    public static PriceList? Load(Terminal terminal, string file)
    {
        try
        {
            var load = PriceList.Load(File.ReadAllBytes(file));
            foreach (var problem in load.Problems)
            {
                terminal.Fail(ExitCode.Failed, $"{file}: {problem}");
            }

            return load.List;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            terminal.Fail(ExitCode.Failed, error.Message);
            return null;
        }
    }
}
