using System.Text;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>The tables of the documentation, as Markdown.</summary>
internal static class ConfigTable
{
    /// <summary>Every key with its type, default and meaning. A ↻ marks those whose change needs a restart.</summary>
    public static string Keys()
    {
        var table = new StringBuilder("| key | takes | default | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var row in GatewayKeys.Root.Rows(string.Empty))
        {
            var restart = row.Restart ? " ↻" : string.Empty;
            table.Append($"| `{row.Path}`{restart} | {row.Type} | {row.Default} | {row.Description} |\n");
        }

        return table.ToString();
    }

    /// <summary>Every problem's code with its meaning and remedy.</summary>
    public static string Codes()
    {
        var table = new StringBuilder("| code | name | severity | meaning | what to do |\n| --- | --- | --- | --- | --- |\n");
        foreach (var code in ConfigCodes.All)
        {
            var severity = code.Severity == ConfigSeverity.Error ? "error" : "warning";
            table.Append($"| {code.Id} | `{code.Name}` | {severity} | {code.Meaning} | {code.Remedy} |\n");
        }

        return table.ToString();
    }
}
