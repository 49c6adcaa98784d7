using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>One way in which an engine breaks, and what must come of it.</summary>
/// <param name="Name">For the test's name.</param>
/// <param name="Stage">Where it breaks.</param>
/// <param name="Codes">What the ledger may say of it.</param>
/// <param name="Act">The engine's side of each request; null: <see cref="Start"/> makes an engine that gets none.</param>
internal sealed record EngineFault(string Name, FaultStage Stage, string[] Codes, Func<ScriptedExchange, WireAnswer, Task>? Act)
{
    /// <summary>An engine that does not even take a request.</summary>
    public Func<Task<ScriptedEngine>>? Start { get; init; }

    /// <summary>How the engine is reached.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>What a client gets where nobody else could answer.</summary>
    public int Status { get; init; } = 502;

    /// <summary>The answer's <c>Retry-After</c>.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>It is a silence: the engine's time limits are short. Elsewhere they are long, so that a slow machine is no fault.</summary>
    public bool IsSilence { get; init; }

    /// <summary>It moves so many bytes that two pairs of client and engine must do.</summary>
    public bool IsHeavy { get; init; }

    /// <summary>Stage for the kinds where it is another one.</summary>
    public IReadOnlyDictionary<string, FaultStage> Otherwise { get; init; } = new Dictionary<string, FaultStage>();

    /// <summary>Where it breaks an engine of <paramref name="kind"/>.</summary>
    public FaultStage StageOf(string kind) => Otherwise.TryGetValue(kind, out var stage) ? stage : Stage;

    public Task<ScriptedEngine> StartAsync(WireAnswer answer) =>
        Start is not null ? Start() : Task.FromResult(ScriptedEngine.Start(exchange => Act!(exchange, answer)));
}
