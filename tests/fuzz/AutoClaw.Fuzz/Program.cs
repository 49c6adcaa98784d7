using System.Globalization;
using SharpFuzz;

namespace AutoClaw.Fuzz;

/// <summary>
/// <c>AutoClaw.Fuzz SECONDS [SEED] [TARGET]</c>: spoils bytes for each reader of requests, answers and event streams, for so long each, and
/// keeps what gets it to places where it has not been. Exit code 1 and the input in <c>tests/fuzz/corpus</c> where one throws or takes too long.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length is < 1 or > 3 || !double.TryParse(arguments[0], CultureInfo.InvariantCulture, out var seconds))
        {
            Console.Error.WriteLine("usage: AutoClaw.Fuzz SECONDS [SEED] [TARGET]");
            return 2;
        }

        try
        {
            Fuzzer.Instrument(Path.Combine(AppContext.BaseDirectory, "AutoClaw.Core.dll"), type => type.StartsWith("AutoClaw.Core.Wire", StringComparison.Ordinal), Options.Value);
        }
        catch (InstrumentationException)
        {
            // By an earlier run.
        }

        // In a method of its own: what it needs of AutoClaw.Core is loaded only now.
        return FuzzRun.All(TimeSpan.FromSeconds(seconds), arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 7, arguments.Length > 2 ? arguments[2] : null);
    }
}
