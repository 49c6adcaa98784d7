using System.Globalization;
using AutoClaw.LedgerProbe;

// A process of its own around the ledger's writer: to be killed (CrashLoop), or to be measured (LoadLoop, ArrivalLoop, UsageFill).
return args switch
{
    ["crash", var path, var callers] => await CrashLoop.RunAsync(path, Whole(callers)),
    ["load", var path, var callers, var seconds, var work] => await LoadLoop.RunAsync(path, Whole(callers), Seconds(seconds), Real(work)),
    ["arrive", var path, var atOnce, var seconds, var work] => await ArrivalLoop.RunAsync(path, Whole(atOnce), Seconds(seconds), Real(work)),
    ["usage", var path, var rows] => await UsageFill.RunAsync(path, Whole(rows)),
    _ => Usage(),
};

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static double Real(string text) => double.Parse(text, CultureInfo.InvariantCulture);

static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(Real(text));

static int Usage()
{
    Console.Error.WriteLine("AutoClaw.LedgerProbe crash LEDGER CALLERS | load LEDGER CALLERS SECONDS WORK_MICROS | arrive LEDGER AT_ONCE SECONDS WORK_MICROS | usage LEDGER ENTRIES");
    return 2;
}
