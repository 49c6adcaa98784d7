using System.Runtime.InteropServices;
using AutoClaw.Cli;
using AutoClaw.Overload;

// overload AUTOCLAW_DLL [--seconds N] [--readers N] [--only load|readers]
// overload host WORD...      the command line itself, which gives back what it does not hold when it gets SIGCONT
if (args is ["host", .. var words] && !OperatingSystem.IsWindows())
{
    Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
    using var collect = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true));
    return await CommandLine.RunAsync(AutoClawCommand.Create(), words, Terminal.Default);
}

if (OverloadOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("usage: overload AUTOCLAW_DLL [--seconds N] [--readers N] [--only load|readers]");
    return 2;
}

// Both, also where the first has broken its promise.
var loaded = options.Only is "readers" || await LoadRun.RunAsync(options);
var read = options.Only is "load" || await ReaderRun.RunAsync(options);
Console.WriteLine(loaded && read ? "kept" : "BROKEN");
return loaded && read ? 0 : 1;
