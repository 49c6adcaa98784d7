using System.CommandLine;

namespace AutoClaw.Cli;

/// <summary>The command line's root: one verb a file, listed here in the order that <c>--help</c> shows them.</summary>
internal static class AutoClawCommand
{
    public static RootCommand Create() => Create(Terminal.Default);

    public static RootCommand Create(Terminal terminal) => new(
        "AutoClaw: one endpoint in front of your local and your cloud LLM, and a router that picks the cheapest one that is good enough.")
    {
        UpVerb.Create(terminal),
        ChatVerb.Create(terminal),
        RouteVerb.Create(terminal),
        InitVerb.Create(terminal),
        KeysVerb.Create(terminal),
        DoctorVerb.Create(terminal, TimeProvider.System),
        EngineVerb.Create(terminal),
        ModelsVerb.Create(terminal),
        ConfigVerb.Create(terminal),
        AdminVerb.Create(terminal),
        UsageVerb.Create(terminal, TimeProvider.System),
        LedgerVerb.Create(terminal, TimeProvider.System),
        PricesVerb.Create(terminal, TimeProvider.System),
        BenchVerb.Create(terminal, TimeProvider.System),
        AdviseVerb.Create(terminal, TimeProvider.System),
        SimulateVerb.Create(terminal),
        RouterVerb.Create(terminal),
        PrivacyVerb.Create(terminal, TimeProvider.System),
    };
}
