using System.Globalization;
using System.Text;

namespace AutoClaw.Tests.Wire.Fuzz;

/// <summary>
/// Spoilt requests and streams, the same ones each time; for longer, and other ones, with AUTOCLAW_FUZZ_SECONDS and AUTOCLAW_FUZZ_SEED
/// (tests/fuzz/nightly.sh).
/// </summary>
public sealed class FuzzTests
{
    private const int Rounds = 4000;

    // Far more than a busy machine needs for a few kilobytes, which take microseconds.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Targets => new(FuzzTarget.All.Select(target => target.Name));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Read_SpoiltBytes_RefusesAndNeverThrows(string name)
    {
        var target = FuzzTarget.All.Single(each => each.Name == name);
        var seed = int.Parse(Environment.GetEnvironmentVariable("AUTOCLAW_FUZZ_SEED") ?? "7", CultureInfo.InvariantCulture);
        var seconds = Environment.GetEnvironmentVariable("AUTOCLAW_FUZZ_SECONDS") is { } given ? double.Parse(given, CultureInfo.InvariantCulture) : (double?)null;
        var mutation = new Mutation(new Random(seed), target.Seeds);
        var began = TimeProvider.System.GetTimestamp();
        for (var round = 0; seconds is { } limit ? TimeProvider.System.GetElapsedTime(began).TotalSeconds < limit : round < Rounds; round++)
        {
            Check(target, mutation.Next());
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Read_Corpus_RefusesOrTakesIt(string name)
    {
        var target = FuzzTarget.All.Single(each => each.Name == name);
        var folder = Path.Combine(MarkedDocument.Root, "tests", "fuzz", "corpus", name);
        foreach (var bytes in target.Seeds.Concat(Directory.Exists(folder) ? Directory.GetFiles(folder).Select(File.ReadAllBytes) : []))
        {
            Check(target, bytes);
        }
    }

    private static void Check(FuzzTarget target, byte[] bytes)
    {
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            target.Read(bytes);
        }
        catch (Exception error)
        {
            Assert.Fail($"{error.GetType().Name}: {error.Message}\n{error.StackTrace}\non {Encoding.Latin1.GetString(bytes)}\n{Convert.ToBase64String(bytes)}");
        }

        Assert.True(TimeProvider.System.GetElapsedTime(began) < Longest, $"More than {Longest} for {Convert.ToBase64String(bytes)}");
    }
}
