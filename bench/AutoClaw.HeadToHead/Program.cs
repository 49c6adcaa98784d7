using System.Globalization;
using AutoClaw.HeadToHead;

if (args is not [var cli, var config, var llamaServer, .. var rest])
{
    Console.Error.WriteLine("usage: head-to-head AUTOCLAW_DLL CONFIG LLAMA_SERVER [RUNS [AT_ONCE]]");
    return 2;
}

var runs = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 100;
var atOnce = rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : 6;
var well = await PlainRun.RunAsync(cli, config) & await EngineRun.RunAsync(cli, llamaServer) & await RepeatedRuns.RunAsync(cli, runs, atOnce);
return well ? 0 : 1;
