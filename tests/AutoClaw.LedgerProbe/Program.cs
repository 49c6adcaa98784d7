using System.Globalization;
using AutoClaw.Gateway.Options;
using AutoClaw.LedgerProbe;
using AutoClaw.LedgerProbe.Disk;

// A process of its own around the ledger's writer: to be killed (CrashLoop), to lose its disk's memory (CutLoop) or room (FullLoop), or to be measured (LoadLoop, ArrivalLoop, UsageFill).
return args switch
{
    ["crash", var path, var callers] => await CrashLoop.RunAsync(path, Whole(callers)),
    ["load", var path, var callers, var seconds, var work] => await LoadLoop.RunAsync(path, Whole(callers), Seconds(seconds), Real(work)),
    ["arrive", var path, var atOnce, var seconds, var work] => await ArrivalLoop.RunAsync(path, Whole(atOnce), Seconds(seconds), Real(work)),
    ["usage", var path, var rows] => await UsageFill.RunAsync(path, Whole(rows)),
    ["people", var path, var rows, var person, var every] => await PeopleFill.RunAsync(path, Whole(rows), person, Whole(every)),
    ["cuts", var folder, var cuts, var promise, var seed] => await CutLoop.RunAsync(folder, Whole(cuts), Enum.Parse<CutPromise>(promise, ignoreCase: true), Whole(seed)),
    ["full", var folder, var onFailure] => await FullLoop.RunAsync(folder, Enum.Parse<LedgerOnFailure>(onFailure, ignoreCase: true)),
    _ => Usage(),
};

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static double Real(string text) => double.Parse(text, CultureInfo.InvariantCulture);

static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(Real(text));

static int Usage()
{
    Console.Error.WriteLine("AutoClaw.LedgerProbe crash LEDGER CALLERS | load LEDGER CALLERS SECONDS WORK_MICROS | arrive LEDGER AT_ONCE SECONDS WORK_MICROS | usage LEDGER ENTRIES | people LEDGER ENTRIES PERSON ONE_OF | cuts FOLDER CUTS always|interval|never SEED | full FOLDER refuse|serve");
    return 2;
}
