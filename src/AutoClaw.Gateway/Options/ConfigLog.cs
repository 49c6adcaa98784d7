using AutoClaw.Gateway.Options.Binding;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Options;

/// <summary>What the log says of the configuration. Problems never hold secrets, so they can be logged as they are.</summary>
internal static partial class ConfigLog
{
    [LoggerMessage(1100, LogLevel.Information, "Configuration reloaded from {File}")]
    public static partial void Reloaded(ILogger logger, string file);

    [LoggerMessage(1101, LogLevel.Error, "Configuration not reloaded, the old one stays in force: {Errors} error(s) in {File}")]
    public static partial void Rejected(ILogger logger, int errors, string file);

    [LoggerMessage(1102, LogLevel.Error, "{Problem}")]
    public static partial void Error(ILogger logger, ConfigProblem problem);

    [LoggerMessage(1103, LogLevel.Warning, "{Problem}")]
    public static partial void Warning(ILogger logger, ConfigProblem problem);

    [LoggerMessage(1104, LogLevel.Warning, "{Key} changed in {File}: it counts after a restart, until then the old value stays")]
    public static partial void NeedsRestart(ILogger logger, string key, string file);

    [LoggerMessage(1105, LogLevel.Error, "Configuration from {File} could not be put into force, the old one stays")]
    public static partial void ApplyFailed(ILogger logger, string file, Exception error);

    [LoggerMessage(1106, LogLevel.Warning, "{Folder} cannot be watched for changes of the configuration ({Reason}); it is read every {Seconds} s instead")]
    public static partial void NotWatched(ILogger logger, string folder, string reason, double seconds);
}
