using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Privacy;

namespace AutoClaw.LedgerProbe;

/// <summary>Makes a ledger whose requests are about people, one request of so many about the one who is named: for bench/erase.sh.</summary>
internal static class PeopleFill
{
    public static async Task<int> RunAsync(string path, long rows, string person, long every)
    {
        await LedgerWriter.Open(path, TimeProvider.System).DisposeAsync();
        UsageFill.Fill(path, rows, TimeProvider.System.GetUtcNow().AddDays(-90), SubjectHash.OpenBeside(path).Of(person), every);
        return 0;
    }
}
