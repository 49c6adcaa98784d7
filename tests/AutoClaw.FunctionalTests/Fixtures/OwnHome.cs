using System.Runtime.CompilerServices;

namespace AutoClaw.FunctionalTests.Fixtures;

/// <summary>The data folder of the gateways that run inside the tests' own process: never that of whoever runs the tests.</summary>
internal static class OwnHome
{
    [ModuleInitializer]
    internal static void Make()
    {
        var folder = Directory.CreateTempSubdirectory("autoclaw-home-").FullName;
        Environment.SetEnvironmentVariable("AUTOCLAW_HOME", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
