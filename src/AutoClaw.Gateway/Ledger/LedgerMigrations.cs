using System.Collections.Immutable;

namespace AutoClaw.Gateway.Ledger;

/// <summary>The schema's history: <c>Migrations/NNN_name.sql</c>, in order. A file's <c>user_version</c> says how many it has had.</summary>
internal static class LedgerMigrations
{
    private const string Prefix = "AutoClaw.Ledger.";

    public static ImmutableArray<string> Scripts { get; } =
    [
        .. typeof(LedgerMigrations).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(LedgerMigrations).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
