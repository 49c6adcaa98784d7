using System.Text;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Privacy.Tagger;

/// <summary>Log lines as servers write them, about requests whose text is that of the shared rows.</summary>
internal static class LogLines
{
    private const int Shown = 60;

    public static string About(TrainingRow row, int number)
    {
        var text = Encoding.UTF8.GetString(row.Prompt.Span).ReplaceLineEndings(" ");
        var start = text[..Math.Min(Shown, text.Length)];
        var time = DateTime.UnixEpoch.AddSeconds(1_700_000_000L + (97L * number));
        return (number % 6) switch
        {
            0 => FormattableString.Invariant($"{time:yyyy-MM-ddTHH:mm:ssZ} INFO [Worker-{number % 16}] Gateway.Relay: Request {row.Key} done status=200 bytes={text.Length} prompt=\"{start}\""),
            1 => FormattableString.Invariant($"10.0.{number % 256}.{number % 199} - - [{time:dd/MMM/yyyy:HH:mm:ss} +0000] \"POST /v1/chat/completions HTTP/1.1\" 200 {text.Length} \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\""),
            2 => FormattableString.Invariant($"{{\"ts\":\"{time:O}\",\"level\":\"Warning\",\"logger\":\"Relay.StreamPump\",\"key\":\"{row.Key}\",\"msg\":\"Slow first token\",\"ms\":{number % 9000}}}"),
            3 => FormattableString.Invariant($"{time:MMM dd HH:mm:ss} host-{number % 40} autoclaw[{number}]: Router chose local for {row.Id} (score 0.{number % 1000:000}): {start}"),
            4 => FormattableString.Invariant($"Unhandled exception. System.IO.IOException: Connection reset by peer\n   at AutoClaw.Relay.StreamPump.ReadAsync(CancellationToken token) in /src/Relay/StreamPump.cs:line {number % 400}\n   at System.Threading.Tasks.Task.Run() while serving {row.Source}/{row.Key}"),
            _ => FormattableString.Invariant($"[{time:HH:mm:ss.fff}] DEBUG cache miss key={row.Key} size={text.Length} ttl={number % 3600}s\n[{time:HH:mm:ss.fff}] ERROR Engine Cloud-{number % 4} answered 503 Service Unavailable, Retry-After: {number % 60}; Circuit Open"),
        };
    }
}
