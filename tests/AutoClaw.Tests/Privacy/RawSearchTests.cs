using System.Text;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Tests.Ledger;

namespace AutoClaw.Tests.Privacy;

public sealed class RawSearchTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef";

    private const string Id = "req_019a2b3c4d500000001";

    private const string Name = "patient 4711";

    private static readonly HashSet<string> Ids = [Id];

    [Theory]
    [InlineData(Hash, 1, 0)]
    [InlineData(Id, 1, 0)]
    [InlineData(Name, 0, 1)]
    [InlineData("req_019a2b3c4d500000002", 0, 0)]
    public void Count_AnywhereInALargeFile_FindsEachOnce(string what, int traces, int names)
    {
        using var folder = new LedgerFolder();
        foreach (var size in (int[])[what.Length, 5_000, (1 << 20) + 1024, 3_000_000])
        {
            // The borders of what is read at once, from both sides, and both ends.
            foreach (var at in ((int[])[0, 1, size - what.Length, (1 << 20) - 1, 1 << 20, (1 << 20) + 1023 - what.Length, (1 << 20) + 1023]).Where(at => at >= 0 && at <= size - what.Length).Distinct())
            {
                var bytes = new byte[size];
                Encoding.ASCII.GetBytes(what, bytes.AsSpan(at));
                File.WriteAllBytes(folder.Path, bytes);
                Assert.Equal((traces, names), new RawSearch(Hash, Ids, Name).Count(folder.Path));
            }
        }
    }

    [Fact]
    public void Count_ManyInARow_CountsAllAndNoShortNames()
    {
        using var folder = new LedgerFolder();
        File.WriteAllText(folder.Path, string.Concat(Enumerable.Repeat($"x{Hash}{Id}{Id}ann", 40_000)));
        Assert.Equal((120_000, 0), new RawSearch(Hash, Ids, "ann").Count(folder.Path));
    }
}
