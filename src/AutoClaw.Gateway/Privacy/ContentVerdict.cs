using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Privacy;

/// <summary>What each engine gets of a request that has personal data: all of it, placeholders, or nothing.</summary>
internal sealed class ContentVerdict : IDisposable
{
    private readonly EngineClient[] _engines;
    private readonly KeyActions _actions;

    private readonly Dictionary<ActionTable, (bool IsBarred, MaskedChat? Masked)> _done = [];
    private readonly HashSet<int> _barred = [];

    /// <summary>For a request of which nobody knows what is in it: engines that may not have everything get nothing.</summary>
    public ContentVerdict(EngineClient[] engines, KeyActions actions)
    {
        (_engines, _actions, StaysHome) = (engines, actions, true);
        _barred.UnionWith(Enumerable.Range(0, engines.Length).Where(i => !actions.For(i).IsOpen));
    }

    /// <param name="scope">Whose request.</param>
    /// <param name="services">Know the placeholders of its conversation.</param>
    /// <param name="envelope">The request; null for one that can't be changed.</param>
    /// <param name="found">What is in it.</param>
    public ContentVerdict(RequestScope scope, RelayServices services, ChatEnvelope? envelope, IReadOnlyList<RequestFinding> found)
    {
        _engines = scope.Snapshot.Engines;
        _actions = scope.Snapshot.Scan!.For(scope.KeyId);
        try
        {
            for (var i = 0; i < _engines.Length; i++)
            {
                if (scope.Privacy.Label.LocalOnly && _engines[i].Place == Place.Cloud)
                {
                    // It will not be asked: nothing needs a placeholder.
                    _barred.Add(i);
                    continue;
                }

                var table = _actions.For(i);
                if (!_done.TryGetValue(table, out var done))
                {
                    done = Do(table);
                    _done.Add(table, done);
                }

                if (done.IsBarred)
                {
                    _barred.Add(i);
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        // Without a cloud, what is asked for decides: the label outlives this list of engines.
        var clouds = _engines.Index().Where(static each => each.Item.Place == Place.Cloud).ToList();
        StaysHome = clouds.Count > 0 ? clouds.TrueForAll(each => _barred.Contains(each.Index)) : found.Any(finding => _actions.Asked.Of(finding.Type) == PiiAction.RouteLocal);

        (bool IsBarred, MaskedChat? Masked) Do(ActionTable table)
        {
            switch (found.Max(finding => table.Of(finding.Type)))
            {
                case PiiAction.Allow:
                    return (false, null);
                case PiiAction.Redact or PiiAction.Pseudonymise when envelope is not null:
                    // What can't be replaced can't go.
                    var masked = MaskedChat.Create(scope, services, envelope, found, table);
                    return (masked is null, masked);
                default:
                    return (true, null);
            }
        }
    }

    /// <summary>Engines that may not have it, by their places among the snapshot's; empty for none.</summary>
    public IReadOnlySet<int> Barred => _barred;

    /// <summary>Some engine gets something else than the client wrote.</summary>
    public bool Changes => _done.Values.Any(static done => done.Masked is not null);

    /// <summary>No engine of another house may have it, and none might if there were any.</summary>
    public bool StaysHome { get; }

    public bool Bars(EngineClient engine) => _barred.Contains(Array.IndexOf(_engines, engine));

    /// <summary>What stands for the request's values where that engine is asked; null where it gets the request as it is.</summary>
    public MaskedChat? MaskedFor(EngineClient engine) => _done.TryGetValue(_actions.For(Array.IndexOf(_engines, engine)), out var done) ? done.Masked : null;

    public void Dispose()
    {
        foreach (var (_, masked) in _done.Values)
        {
            masked?.Dispose();
        }
    }
}
