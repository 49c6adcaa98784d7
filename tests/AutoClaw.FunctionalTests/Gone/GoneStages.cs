using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Gone;

/// <summary>The table of all stages, in the order in which a request passes them.</summary>
internal static class GoneStages
{
    // More than one event fits into any buffer, and few of them into all.
    private const int FloodBytes = 64 * 1024;

    private const int CollectedBytes = 4 * 1024 * 1024;

    // A write that takes longer waits for its reader, or for this machine, which is no harm.
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(100);

    public static IReadOnlyList<GoneStage> All { get; } =
    [
        new("half-head") { Until = async (_, _, client) => await client.SendAsync(client.Head[..(client.Head.Length / 2)]) },
        new("half-body") { Until = HalfBodyAsync, Counted = (Counted.Requests, null) },
        new("in-queue") { Until = SendAsync, Counted = (Counted.Waiting, "in-queue") },
        Calls("connecting") with { Until = SendAsync, Counted = (Counted.Called, "connecting") },
        Calls("before-head") with { Engine = ReachAsync },
        Calls("before-content") with { Engine = Says(Script.Role) },
        Calls("after-content") with { Engine = Says(Script.Role, Script.Content("one")), Until = ContentAsync },
        Calls("mid-answer") with { Engine = TalkAsync, Until = ContentAsync },
        Calls("not-reading") with { Engine = FloodAsync },
        new("retry-pause")
        {
            Engine = OverloadedAsync,
            Until = PauseAsync,
            Entries = [("retry-pause", AttemptOutcome.Failed)],
            Counted = (Counted.Requests, null),
        },
        new("second-engine")
        {
            Engine = SecondAsync,
            Until = ReachedAsync,
            Entries = [("second-engine-first", AttemptOutcome.Failed), ("second-engine-next", AttemptOutcome.Cancelled)],
        },
        new("hedged")
        {
            Engine = HedgedAsync,
            Until = ReachedAsync,
            Entries = [("hedged-left", AttemptOutcome.Cancelled), ("hedged-right", AttemptOutcome.Cancelled)],

            // Nobody is asked beside another one who works already.
            IsAlone = true,
        },
        new("being-checked")
        {
            Engine = CheckedAsync,
            Until = ReachedAsync,
            Entries = [("being-checked-home", AttemptOutcome.Cancelled), ("being-checked-second", AttemptOutcome.Cancelled)],
        },
        new("held-back")
        {
            Engine = HeldAsync,
            Until = ReachedAsync,
            Entries = [("held-back-home", AttemptOutcome.Superseded), ("held-back-sky", AttemptOutcome.Cancelled)],
        },
        new("held-in-queue")
        {
            Engine = HeldAsync,
            Until = SendAsync,
            Entries = [("held-in-queue-home", AttemptOutcome.Superseded)],
            Counted = (Counted.Waiting, "held-in-queue-sky"),
        },
        Calls("before-end") with { Engine = Says(Script.Role, Script.Content("one"), Script.Finish("stop")), Until = FinishAsync },
        new("after-end")
        {
            Engine = Says(Script.Role, Script.Content("one"), Script.Finish("stop"), "[DONE]"),
            Until = WholeAsync,
            Entries = [("after-end", AttemptOutcome.Completed)],
        },
    ];

    private static GoneStage Calls(string name) => new(name) { Until = ReachedAsync, Entries = [(name, AttemptOutcome.Cancelled)] };

    private static Task SendAsync(DropRig rig, Drop drop, GoneClient client) => client.SendAllAsync();

    // The gateway asks for the body when it begins to read it.
    private static async Task HalfBodyAsync(DropRig rig, Drop drop, GoneClient client)
    {
        await client.SendAsync($"{client.Head}Expect: 100-continue\r\n\r\n");
        await client.UntilAsync("100 Continue");
        await client.SendAsync(client.Body[..(client.Body.Length / 2)]);
    }

    private static async Task ReachedAsync(DropRig rig, Drop drop, GoneClient client)
    {
        await client.SendAllAsync();
        await drop.Reached.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    // The engine has answered, and that has been taken in.
    private static async Task PauseAsync(DropRig rig, Drop drop, GoneClient client)
    {
        await ReachedAsync(rig, drop, client);
        await rig.UntilAsync((Counted.Called, drop.Stage.Name), 0);
    }

    private static Task ContentAsync(DropRig rig, Drop drop, GoneClient client) => SeeAsync(rig, drop, client, "\"content\":\"one\"");

    private static Task FinishAsync(DropRig rig, Drop drop, GoneClient client) => SeeAsync(rig, drop, client, "\"finish_reason\":\"stop\"");

    private static async Task SeeAsync(DropRig rig, Drop drop, GoneClient client, string text)
    {
        await ReachedAsync(rig, drop, client);
        if (drop.Stream)
        {
            await client.UntilAsync(text, drop.Stage.Name == "mid-answer" ? 3 : 1);
        }
    }

    private static async Task WholeAsync(DropRig rig, Drop drop, GoneClient client)
    {
        await ReachedAsync(rig, drop, client);
        await client.UntilAsync(drop.Stream ? "\r\n0\r\n\r\n" : "\"finish_reason\":\"stop\"");
    }

    private static Task ReachAsync(Drop drop, ScriptedExchange exchange)
    {
        drop.Reach(exchange.Request);
        return exchange.HangAsync();
    }

    private static Func<Drop, ScriptedExchange, Task> Says(params string[] events) => async (drop, exchange) =>
    {
        await exchange.WriteHeadAsync();
        foreach (var data in events)
        {
            await exchange.WriteEventAsync(data);
        }

        await ReachAsync(drop, exchange);
    };

    private static async Task TalkAsync(Drop drop, ScriptedExchange exchange)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        await exchange.WriteHeadAsync();
        for (var said = 0; !exchange.Request.PeerLeft.IsCompleted; said++)
        {
            await exchange.WriteEventAsync(Script.Content("one"));
            if (said == 3)
            {
                drop.Reach(exchange.Request);
            }

            await pace.WaitForNextTickAsync();
        }
    }

    private static async Task FloodAsync(Drop drop, ScriptedExchange exchange)
    {
        var piece = Script.Content(new string('x', FloodBytes));
        await exchange.WriteHeadAsync();
        for (var written = 0; drop.Stream || written < CollectedBytes; written += FloodBytes)
        {
            var write = exchange.WriteEventAsync(piece);
            if (await Task.WhenAny(write, Task.Delay(Stall, TimeProvider.System)) != write)
            {
                drop.Reach(exchange.Request);
            }

            await write;
        }

        await ReachAsync(drop, exchange);
    }

    private static async Task OverloadedAsync(Drop drop, ScriptedExchange exchange)
    {
        await Script.Fails(503, headers: "Retry-After: 6\r\n")(exchange);
        drop.Reach(exchange.Request);
    }

    private static async Task SecondAsync(Drop drop, ScriptedExchange exchange)
    {
        if (ModelOf(exchange) == "second-engine-next")
        {
            await ReachAsync(drop, exchange);
            return;
        }

        // What is no fault of the engine's, so that it stays the first.
        await exchange.WriteAnswerAsync(
            400, "application/json", """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 2 tokens > 1 maximum"}}""");
    }

    private static Task HedgedAsync(Drop drop, ScriptedExchange exchange) => drop.CountCall() == 2 ? ReachAsync(drop, exchange) : exchange.HangAsync();

    private static Task CheckedAsync(Drop drop, ScriptedExchange exchange) =>
        ModelOf(exchange) == "being-checked-second" ? ReachAsync(drop, exchange) : Script.Answers("The answer", " is 7.")(exchange);

    // Cut at its limit, which no check lets pass.
    private static Task HeldAsync(Drop drop, ScriptedExchange exchange) => ModelOf(exchange).EndsWith("-sky", StringComparison.Ordinal)
        ? ReachAsync(drop, exchange)
        : Script.Events(Script.Content("The answer"), Script.Finish("length"), Script.Usage(11, 2), "[DONE]")(exchange);

    public static string ModelOf(ScriptedExchange exchange) => (string)exchange.Request.Json["model"]!;
}
