using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Gone;

/// <summary>One point of a request's way at which its client leaves, and what must be in the ledger then.</summary>
/// <param name="Name">For the test's name, and the model that the client asks for.</param>
internal sealed record GoneStage(string Name)
{
    /// <summary>The client's side, up to where it leaves.</summary>
    public required Func<DropRig, Drop, GoneClient, Task> Until { get; init; }

    /// <summary>The engines' side of each call; null: none is reached.</summary>
    public Func<Drop, ScriptedExchange, Task>? Engine { get; init; }

    /// <summary>An entry for each call, by engine.</summary>
    public (string Engine, AttemptOutcome Outcome)[] Entries { get; init; } = [];

    /// <summary>Where the request is counted, and for which engine, if no engine's connection ends with it.</summary>
    public (Counted What, string? Engine)? Counted { get; init; }

    /// <summary>Requests of other stages are counted there too.</summary>
    public bool IsCountedWithOthers => Counted is { Engine: null };

    /// <summary>One client at a time.</summary>
    public bool IsAlone { get => field || Counted is { Engine: not null }; init; }

    public override string ToString() => Name;
}
