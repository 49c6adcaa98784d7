using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Privacy;

/// <summary>What is done with personal data in one key's requests, for each engine.</summary>
internal sealed class KeyActions
{
    private readonly ActionTable[] _byEngine;
    private readonly bool _holdsAtHome;

    /// <param name="options">What is said for all, and the engines.</param>
    /// <param name="key">What the key says; null or empty: nothing.</param>
    public KeyActions(GatewayOptions options, IReadOnlyDictionary<PiiType, PiiAction>? key = null)
    {
        Asked = ActionTable.Asked(options.Privacy, key);
        var different = new List<ActionTable>();
        _byEngine = [.. options.Engines.Select(engine =>
        {
            var table = ActionTable.For(Asked, key, engine);
            if (different.Find(table.IsSame) is not { } known)
            {
                different.Add(known = table);
            }

            return known;
        })];
        Types = [.. PiiTypes.All.Where(type => Asked.Of(type) != PiiAction.Allow || different.Exists(table => table.Of(type) != PiiAction.Allow))];
        Looks = Types.Count > 0;
        _holdsAtHome = options.Engines.Where((engine, i) => engine.Place == Core.Model.Place.Local && !_byEngine[i].IsOpen).Any();
    }

    /// <summary>Without regard to an engine.</summary>
    public ActionTable Asked { get; }

    /// <summary>Those with which something is done.</summary>
    public IReadOnlyList<PiiType> Types { get; }

    /// <summary>Something is done with some type.</summary>
    public bool Looks { get; }

    /// <summary>Engines for which the same is done have the same table.</summary>
    /// <param name="engine">Its place among the snapshot's engines.</param>
    public ActionTable For(int engine) => _byEngine[engine];

    /// <summary>False where what is in a request of that label changes nothing.</summary>
    public bool Matters(in PrivacyLabel label) => Looks && (!label.LocalOnly || Asked.Blocks || _holdsAtHome);
}
