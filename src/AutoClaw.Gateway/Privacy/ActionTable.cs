using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Privacy;

/// <summary>What is done with each type of personal data.</summary>
internal sealed class ActionTable
{
    private readonly PiiAction[] _actions;

    private ActionTable(Func<PiiType, PiiAction> actionOf) => _actions = [.. PiiTypes.All.Select(actionOf)];

    /// <summary>Everything may go there as it is.</summary>
    public bool IsOpen => Array.TrueForAll(_actions, static action => action == PiiAction.Allow);

    public bool Blocks => Array.IndexOf(_actions, PiiAction.Block) >= 0;

    /// <summary>What requests of a key ask for, wherever they go: what the key says of a type goes before what is said for all.</summary>
    /// <param name="privacy">What is said for all.</param>
    /// <param name="key">What the key says; null or empty: nothing.</param>
    public static ActionTable Asked(PrivacyOptions privacy, IReadOnlyDictionary<PiiType, PiiAction>? key)
    {
        // A type that nobody names and no scan looks for by itself is nobody's concern: another key's scan may find it.
        var unnamed = privacy.Scan || privacy.Actions.Count > 0 || key is { Count: > 0 } ? PiiScanner.DefaultTypes.ToHashSet() : [];
        return new ActionTable(type =>
            key is not null && key.TryGetValue(type, out var own) ? own
            : privacy.Actions.TryGetValue(type, out var general) ? general
            : unnamed.Contains(type) ? PiiAction.RouteLocal
            : PiiAction.Allow);
    }

    /// <summary>
    /// For one engine: what it says of a type itself goes before what is said for all, not before what the key says, of which the stricter
    /// holds. A local engine gets what it does not name as it is.
    /// </summary>
    /// <param name="asked">See <see cref="Asked"/>.</param>
    /// <param name="key">What the key says; null or empty: nothing.</param>
    /// <param name="engine">Who gets it.</param>
    public static ActionTable For(ActionTable asked, IReadOnlyDictionary<PiiType, PiiAction>? key, EngineOptions engine) => new(type =>
        !engine.Actions.TryGetValue(type, out var own) ? (engine.Place == Place.Local ? PiiAction.Allow : asked.Of(type))
        : key is not null && key.TryGetValue(type, out var its) && engine.Place == Place.Cloud && its > own ? its
        : own);

    public PiiAction Of(PiiType type) => _actions[(int)type];

    /// <summary>True for the same actions.</summary>
    public bool IsSame(ActionTable other) => _actions.AsSpan().SequenceEqual(other._actions);
}
