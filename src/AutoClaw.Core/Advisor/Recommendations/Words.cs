using System.Globalization;

namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>How the advice names things.</summary>
public static class Words
{
    public static string Name(Architecture architecture) => architecture switch
    {
        Architecture.AllLocal => "all local",
        Architecture.AllCloud => "all cloud",
        Architecture.HostedOpenWeights => "hosted open weights",
        _ => "hybrid",
    };

    public static string Name(Priority priority) => priority switch
    {
        Priority.DataPrivacy => "data privacy",
        Priority.LowestCost => "lowest cost at scale",
        Priority.BestReasoning => "best reasoning",
        Priority.FastestToMarket => "fastest to market",
        Priority.Compliance => "GDPR or HIPAA",
        _ => "real-time voice or chat",
    };

    internal static string Capital(Architecture architecture)
    {
        var name = Name(architecture);
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    internal static string Usd(double usd) => Text($"{usd:#,0} USD");

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
