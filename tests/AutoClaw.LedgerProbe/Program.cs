using AutoClaw.LedgerProbe;

// A process of its own around the ledger's writer: to be killed (CrashLoop), or to be measured (LoadLoop).
return args switch
{
    ["crash", var path, var callers] => await CrashLoop.RunAsync(path, int.Parse(callers, System.Globalization.CultureInfo.InvariantCulture)),
    ["load", var path, var callers, var seconds, var work] => await LoadLoop.RunAsync(
        path,
        int.Parse(callers, System.Globalization.CultureInfo.InvariantCulture),
        TimeSpan.FromSeconds(double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)),
        double.Parse(work, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("AutoClaw.LedgerProbe crash LEDGER CALLERS | load LEDGER CALLERS SECONDS WORK_MICROS");
    return 2;
}
