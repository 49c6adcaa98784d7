using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Admin;

/// <summary>What administrators did. Ids are stable: audits filter by them. Nothing in it is secret.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(1200, LogLevel.Information, "Admin {Key}: engine {Engine} {Outcome}", EventName = "admin.engine")]
    public static partial void EngineDrained(this ILogger log, string key, string engine, string outcome);

    [LoggerMessage(1201, LogLevel.Information, "Admin {Key}: configuration read anew: {Outcome}", EventName = "admin.reload")]
    public static partial void ConfigReloaded(this ILogger log, string key, string outcome);

    [LoggerMessage(1202, LogLevel.Warning, "Admin {Key} was refused {Method} {Path}: its scope is read", EventName = "admin.refused")]
    public static partial void AdminRefused(this ILogger log, string key, string method, string path);

    [LoggerMessage(1203, LogLevel.Error, "Admin {Method} {Path} failed unexpectedly", EventName = "admin.failed")]
    public static partial void AdminFailed(this ILogger log, Exception error, string method, string path);

    [LoggerMessage(1204, LogLevel.Information, "Certificate {File} is read anew", EventName = "certificate.renewed")]
    public static partial void CertificateRenewed(this ILogger log, string file);

    [LoggerMessage(1205, LogLevel.Error, "Certificate {File} changed and can't be used, the old one stays: {Problem}", EventName = "certificate.not_renewed")]
    public static partial void CertificateNotRenewed(this ILogger log, string file, string problem);

    [LoggerMessage(1206, LogLevel.Information, "Admin {Key} erased a person, or what was old: {Attempts} entries, {Labels} labels, {Responses} kept answers", EventName = "admin.erase")]
    public static partial void Erased(this ILogger log, string key, long attempts, long labels, long responses);
}
