using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using AutoClaw.Tests.Wire.Fuzz;

namespace AutoClaw.Fuzz;

/// <summary>Fuzzes one target after the other and says what came of it.</summary>
internal static class FuzzRun
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(5);

    private static string Corpus([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(source))!, "corpus");

    public static int All(TimeSpan each, int seed, string? only)
    {
        // Before anything of AutoClaw.Core runs: its instrumented code writes into it.
        var coverage = new Coverage();
        var bad = 0;
        foreach (var target in FuzzTarget.All.Where(target => only is null || target.Name == only))
        {
            coverage.Forget();
            bad += Run(target, coverage, each, seed) ? 0 : 1;
        }

        return bad == 0 ? 0 : 1;
    }

    private static bool Run(FuzzTarget target, Coverage coverage, TimeSpan limit, int seed)
    {
        var folder = Path.Combine(Corpus(), target.Name);
        List<byte[]> inputs = [.. target.Seeds, .. Directory.Exists(folder) ? Directory.GetFiles(folder).Select(File.ReadAllBytes) : []];
        foreach (var input in inputs)
        {
            if (Problem(target, coverage, input, out _) is { } broken)
            {
                Console.WriteLine($"{target.Name}: {broken}\non a known input");
                return false;
            }
        }

        var (known, first) = (inputs.Count, coverage.Count);
        var mutation = new Mutation(new Random(seed), inputs);
        var began = TimeProvider.System.GetTimestamp();
        var runs = 0L;
        for (; TimeProvider.System.GetElapsedTime(began) < limit; runs++)
        {
            var input = mutation.Next();
            if (Problem(target, coverage, input, out var isNew) is { } problem)
            {
                return Fail(target, folder, input, problem);
            }

            if (isNew)
            {
                inputs.Add(input);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{target.Name}: {runs} inputs, {coverage.Count} branches ({first} by the {known} known inputs), {inputs.Count - known} inputs that got somewhere new"));
        return true;
    }

    private static string? Problem(FuzzTarget target, Coverage coverage, byte[] input, out bool isNew)
    {
        isNew = false;
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            isNew = coverage.IsNew(() => target.Read(input));
        }
        catch (Exception error)
        {
            return error.ToString();
        }

        return TimeProvider.System.GetElapsedTime(start) is var took && took > TooLong ? $"It took {took}." : null;
    }

    // Kept beside the known ones, so that ./test.sh reads it from now on.
    private static bool Fail(FuzzTarget target, string folder, byte[] input, string what)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input))[..12] + ".bin");
        File.WriteAllBytes(path, input);
        Console.WriteLine($"{target.Name}: {what}\non {path}");
        return false;
    }
}
