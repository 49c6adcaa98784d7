using AutoClaw.RelayLoad;

// relay-load yarp LISTEN TARGET          a plain pass-through, the baseline
// relay-load run AUTOCLAW_DLL [--seconds N] [--rounds N] [--connections N] [--warmup N] [--json FILE]
return args switch
{
    ["yarp", var listen, var target] => await YarpBaseline.RunAsync(new Uri(listen), target),
    ["run", var autoclaw, .. var rest] => await RelayRun.RunAsync(autoclaw, RunOptions.Parse(rest)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: relay-load run AUTOCLAW_DLL [--seconds N] [--rounds N] [--connections N] [--warmup N] [--json FILE]");
    return 2;
}
