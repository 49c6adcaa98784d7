using AutoClaw.FunctionalTests.Scripted;
using static AutoClaw.FunctionalTests.Faults.FaultStage;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>The ways in which engines break, and two that only look like it.</summary>
internal static partial class FaultTable
{
    private static readonly string[] BrokeOff = ["engine_broke_off"];
    private static readonly string[] Malformed = ["engine_malformed"];
    private static readonly string[] Unreachable = ["engine_unreachable"];
    private static readonly string[] Timeout = ["engine_timeout"];
    private static readonly string[] AnyBreak = ["engine_broke_off", "engine_malformed", "engine_unreachable"];

    public static IReadOnlyDictionary<string, EngineFault> All { get; } = new EngineFault[]
    {
        // The connection.
        new("connection refused", BeforeContent, Unreachable, null) { Start = () => Task.FromResult(ScriptedEngine.Refusing()) },
        new("connection not answered", BeforeContent, Unreachable, null) { Start = () => ScriptedEngine.UnansweringAsync(TestContext.Current.CancellationToken), IsSilence = true },
        new("TLS: certificate of nobody", BeforeContent, Unreachable, null) { Start = () => Task.FromResult(ScriptedEngine.StartRaw(UntrustedAsync)), Scheme = "https" },
        new("TLS: plain HTTP there", BeforeContent, Unreachable, null) { Start = () => Task.FromResult(ScriptedEngine.StartRaw(PlainAsync)), Scheme = "https" },
        new("TLS: silent handshake", BeforeContent, Unreachable, null) { Start = () => Task.FromResult(ScriptedEngine.StartRaw(SilentAsync)), Scheme = "https", IsSilence = true },
        ResetAt(0), ResetAt(1), ResetAt(3), ResetAt(5), ResetAt(7),
        EndAt(0, BeforeContent), EndAt(1, BeforeContent), EndAt(4, Either), EndAt(6, AfterContent), EndAt(7, AfterContent),

        // The head of the answer.
        new("silent before the head", BeforeContent, Timeout, static (exchange, _) => exchange.HangAsync()) { Status = 504, IsSilence = true },
        new("not HTTP", BeforeContent, Malformed, static (exchange, _) => exchange.WriteAsync("SSH-2.0-OpenSSH_9.2\r\n\r\n")),
        new("endless head", BeforeContent, Malformed, EndlessHeadAsync),
        Fails(429, "engine_overloaded", 429),
        Fails(429, "engine_overloaded", 429, "7"),
        Fails(500, "engine_error", 502),
        Fails(502, "engine_error", 502),
        Fails(503, "engine_overloaded", 503),
        Fails(504, "engine_error", 502),
        Fails(529, "engine_overloaded", 503, "3"),
        new("error body that does not end", BeforeContent, ["engine_error"], static async (exchange, _) =>
        {
            await exchange.WriteAsync("HTTP/1.1 500 Scripted\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"error\":");
            exchange.Close();
        }),
        new("redirect", BeforeContent, Malformed, static (exchange, _) => exchange.WriteAnswerAsync(307, "text/plain", "", "Location: http://127.0.0.1:9/\r\n")),
        new("204", BeforeContent, ["engine_error", "engine_malformed"], static (exchange, _) => exchange.WriteAsync("HTTP/1.1 204 Nothing\r\n\r\n")),
        new("empty 200", BeforeContent, Malformed, static (exchange, _) => exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")),
        new("empty stream", BeforeContent, BrokeOff, static (exchange, _) => exchange.WriteAnswerAsync(200, "text/event-stream", "")),
        new("HTML with 200", BeforeContent, Malformed, static (exchange, _) => exchange.WriteAnswerAsync(200, "text/html", "<html>log in</html>")),
        new("error object with 200", BeforeContent, Malformed, static (exchange, _) => exchange.WriteAnswerAsync(200, "application/json", """{"error":{"message":"it broke"}}""")),
        new("gzip bomb", BeforeContent, Malformed, GzipBombAsync) { IsHeavy = true },
        new("gzip bomb as an error", BeforeContent, ["engine_error"], GzipErrorAsync),

        // Before content.
        new("silent before content", BeforeContent, Timeout, Says(static answer => answer.Opening, hangs: true)) { Status = 504, IsSilence = true },
        new("only comments", BeforeContent, Timeout, CommentsUntilGoneAsync) { Status = 504, IsSilence = true },
        new("flood of comments", BeforeContent, Malformed, FloodOfCommentsAsync) { IsHeavy = true },
        new("error event first", BeforeContent, ["engine_error"], Says(static answer => answer.Error)),
        new("malformed JSON first", BeforeContent, Malformed, Says(static answer => answer.Opening + "data: {\"choices\":[{\"del\n\n")),
        new("JSON of something else", BeforeContent, Malformed, Says(static _ => "data: {\"hello\":1}\n\n")),
        new("only the last event", BeforeContent, ["engine_malformed", "engine_broke_off"], Says(static answer => answer.Kind is "openai" or "anthropic" ? answer.Terminator : "")),
        new("huge line", BeforeContent, Malformed, HugeLineAsync) { IsHeavy = true },

        // After content.
        new("silent in the middle", AfterContent, Timeout, Says(static answer => answer.Opening + answer.Content("one"), hangs: true)) { Status = 504, IsSilence = true },
        new("error event in the middle", AfterContent, ["engine_error"], Says(static answer => answer.Opening + answer.Content("one") + answer.Error)),
        new("malformed JSON in the middle", AfterContent, Malformed, Says(static answer => answer.Opening + answer.Content("one") + "data: {\"type\":[{]}\n\n" + answer.Finish + answer.Terminator)),
        new("broken UTF-8", AfterContent, Malformed, BrokenUtf8Async),
        new("half an event", AfterContent, BrokeOff, Says(static answer => answer.Opening + answer.Content("one") + answer.Content(" two")[..20])),
        new("end without a last event", AfterContent, BrokeOff, Says(static answer => answer.Opening + answer.Content("one"))),
        new("length longer than the body", AfterContent, BrokeOff, TruncatedLengthAsync),
        new("broken chunk size", Either, AnyBreak, BrokenChunkAsync),
        new("huge line in the middle", AfterContent, Malformed, static async (exchange, answer) =>
        {
            await exchange.WriteHeadAsync();
            await exchange.WriteChunkAsync(answer.Opening + answer.Content("one"));
            await EndlessLineAsync(exchange);
        })
        { IsHeavy = true },

        // Only looks like it.
        new("last event missing", Passes, BrokeOff, Says(static answer => string.Concat(answer.Whole.SkipLast(1))))
        {
            // Where finish reasons have come, an end marker would say nothing new.
            Otherwise = new Dictionary<string, FaultStage> { ["openai-responses"] = AfterContent, ["gemini"] = AfterContent },
        },
        new("last chunk missing", Passes, BrokeOff, Says(static answer => string.Concat(answer.Whole), closes: true))
        {
            // It has no end marker but the end of its answer.
            Otherwise = new Dictionary<string, FaultStage> { ["gemini"] = AfterContent },
        },
        new("chunk sent twice", Passes, [], Says(static answer => answer.Opening + answer.Content("one") + answer.Content(" größer") + answer.Content(" größer") + answer.Content(" two") + answer.Finish + answer.Terminator)),
        new("last event sent twice", Passes, [], Says(static answer => string.Concat(answer.Whole) + answer.Terminator)),
        new("UTF-8 split over two packets", Passes, [], SplitUtf8Async),
        new("slow drip", Passes, [], SlowDripAsync),
    }.ToDictionary(fault => fault.Name);

    // All of a whole answer up to some eighth of its bytes.
    private static EngineFault ResetAt(int eighths) => new($"reset after {eighths}/8", eighths == 0 ? BeforeContent : Either, AnyBreak, async (exchange, answer) =>
    {
        await exchange.WriteAsync(Bytes(answer, eighths));
        exchange.Reset();
    });

    private static EngineFault EndAt(int eighths, FaultStage stage) => new($"end of file after {eighths}/8", stage, AnyBreak, async (exchange, answer) =>
    {
        await exchange.WriteAsync(Bytes(answer, eighths));
        exchange.Close();
    });

    private static ReadOnlyMemory<byte> Bytes(WireAnswer answer, int eighths)
    {
        var all = ScriptedExchange.Chunked([.. answer.Whole.Take(5).Where(part => part.Length > 0)]);
        return all.AsMemory(0, all.Length * eighths / 8);
    }

    private static EngineFault Fails(int engine, string code, int client, string? retryAfter = null) =>
        new($"{engine}{(retryAfter is null ? "" : " with Retry-After")}", BeforeContent, [code], (exchange, _) =>
            Script.Fails(engine, headers: retryAfter is null ? "" : $"Retry-After: {retryAfter}\r\n")(exchange))
        { Status = client, RetryAfter = retryAfter };

    // This text as one chunk, then the end of the answer.
    private static Func<ScriptedExchange, WireAnswer, Task> Says(Func<WireAnswer, string> text, bool hangs = false, bool closes = false) => async (exchange, answer) =>
    {
        await exchange.WriteHeadAsync();
        if (text(answer) is { Length: > 0 } said)
        {
            await exchange.WriteChunkAsync(said);
        }

        if (hangs)
        {
            await exchange.HangAsync();
        }
        else if (closes)
        {
            exchange.Close();
        }
        else
        {
            await exchange.EndAsync();
        }
    };
}
