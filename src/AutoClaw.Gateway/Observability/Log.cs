using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Observability;

/// <summary>The relay's log messages. None of them holds prompt text or credentials.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{RequestId}: engine {Engine} failed ({Code}): {Message}")]
    public static partial void EngineFailed(this ILogger log, string requestId, string engine, string code, string message);

    [LoggerMessage(60, LogLevel.Warning, "Engine {Engine} fails ({Code}): others are asked first until a call finds it well again")]
    public static partial void EngineSetBack(this ILogger log, string engine, string code);

    [LoggerMessage(61, LogLevel.Information, "Engine {Engine} is well again")]
    public static partial void EngineBack(this ILogger log, string engine);

    [LoggerMessage(2, LogLevel.Error, "{RequestId}: the ledger refused a write; the request was not served")]
    public static partial void LedgerFailed(this ILogger log, string requestId, Exception error);

    [LoggerMessage(62, LogLevel.Error, "The ledger can't be written ({Code}): {Message}")]
    public static partial void LedgerFails(this ILogger log, string code, string message);

    [LoggerMessage(63, LogLevel.Warning, "The ledger can be written again")]
    public static partial void LedgerWorks(this ILogger log);

    [LoggerMessage(64, LogLevel.Critical, "{Count} entries are lost to the ledger for good: it can't be written, and no more of them fit into memory or the gateway stops; {Total} since the start")]
    public static partial void Unrecorded(this ILogger log, long count, long total);

    [LoggerMessage(3, LogLevel.Error, "{Method} {Path} failed unexpectedly")]
    public static partial void Unexpected(this ILogger log, Exception error, string method, string path);

    [LoggerMessage(7, LogLevel.Warning, "{RequestId}: engine {Engine} gave no second answer to check the first one by ({Code})")]
    public static partial void CheckFailed(this ILogger log, string requestId, string engine, string code);

    [LoggerMessage(8, LogLevel.Warning, "{RequestId}: engine {Engine} has not read the request for personal data ({Code}); it is local_only")]
    public static partial void NotRead(this ILogger log, string requestId, string engine, string code);

    [LoggerMessage(9, LogLevel.Error, "{RequestId}: the scan for personal data failed ({Kind}); the request is local_only")]
    public static partial void ScanFailed(this ILogger log, string requestId, string kind);

    [LoggerMessage(10, LogLevel.Error, "The labels of conversations can't be written ({Reason}): those that are new since are forgotten at a restart")]
    public static partial void LabelsNotKept(this ILogger log, string reason);

    [LoggerMessage(4, LogLevel.Information, "Configuration put into force: {Engines} engines, {Routes} routes")]
    public static partial void Applied(this ILogger log, int engines, int routes);

    [LoggerMessage(5, LogLevel.Error, "Configuration not put into force; the old one stays: {Message}")]
    public static partial void NotApplied(this ILogger log, string message);

    [LoggerMessage(6, LogLevel.Warning, "{Count} attempts were under way when the ledger was last closed; they are recorded as unknown at their estimated cost")]
    public static partial void Recovered(this ILogger log, int count);

    [LoggerMessage(26, LogLevel.Warning, "{RequestId}: its copy to the other place could not be recorded: {Message}")]
    public static partial void ShadowNotRecorded(this ILogger log, string requestId, string message);

    [LoggerMessage(27, LogLevel.Information, "Router model put into force: {Model}, challenger: {Challenger}")]
    public static partial void ModelApplied(this ILogger log, string model, string challenger);

    [LoggerMessage(28, LogLevel.Information, "Engine {Engine} is ready after {Seconds:0.00} s")]
    public static partial void EngineProcessReady(this ILogger log, string engine, double seconds);

    [LoggerMessage(29, LogLevel.Error, "Engine {Engine} is not running: {Problem}. It is started again in {Pause:0.##} s; what it writes is in {File}")]
    public static partial void EngineProcessEnded(this ILogger log, string engine, string problem, double pause, string file);

    [LoggerMessage(34, LogLevel.Warning, "What engine {Engine} writes is not kept, as {File} can't be written: {Problem}")]
    public static partial void EngineLogNotWritten(this ILogger log, string engine, string file, string problem);

    [LoggerMessage(33, LogLevel.Information, "Engine {Engine} sleeps until somebody asks for it")]
    public static partial void EngineProcessAsleep(this ILogger log, string engine);

    [LoggerMessage(30, LogLevel.Debug, "{Engine}: {Line}")]
    public static partial void EngineSaid(this ILogger log, string engine, string line);

    [LoggerMessage(31, LogLevel.Information, "Engine {Engine} is ready")]
    public static partial void EngineReady(this ILogger log, string engine);

    [LoggerMessage(32, LogLevel.Warning, "Engine {Engine} is {Condition}: {Detail}")]
    public static partial void EngineNotReady(this ILogger log, string engine, string condition, string detail);

    [LoggerMessage(35, LogLevel.Error, "The kept answers in {File} can't be used: {Problem}")]
    public static partial void StoreFailed(this ILogger log, string file, string problem);

    [LoggerMessage(37, LogLevel.Error, "The audit log {File} can't be written: {Problem}")]
    public static partial void AuditFailed(this ILogger log, string file, string problem);

    [LoggerMessage(36, LogLevel.Warning, "{RequestId}: its answer is not kept although its client asked for that ({Outcome}); the answer says so")]
    public static partial void NotKept(this ILogger log, string requestId, string outcome);

    [LoggerMessage(38, LogLevel.Information, "Retention: {Attempts} entries from before {Before:yyyy-MM-dd HH:mm} are nobody's now, {Labels} labels and {Responses} kept answers are gone")]
    public static partial void Retired(this ILogger log, DateTime before, long attempts, long labels, long responses);

    [LoggerMessage(39, LogLevel.Error, "What is older than privacy.retention is not erased, or not all of it, and is tried again in a minute: {Problem}")]
    public static partial void NotRetired(this ILogger log, string problem);
}
