using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using AutoClaw.Core.Privacy.Tagger;
using AutoClaw.Gateway.Options;
using Microsoft.Extensions.ObjectPool;

namespace AutoClaw.Gateway.Privacy;

/// <summary>Looks through requests for personal data, and knows what each type asks for. Any number of threads.</summary>
internal sealed class ContentScan
{
    private readonly KeyActions _others;
    private readonly FrozenDictionary<string, KeyActions> _keys;
    private readonly DefaultObjectPool<RequestTexts> _texts;

    /// <param name="options">What each type asks for.</param>
    /// <param name="scan">What looks through texts; null: the scanner with the types that the options ask for.</param>
    public ContentScan(GatewayOptions options, PiiScan? scan = null)
    {
        _others = new KeyActions(options);
        _keys = options.Auth.Keys.Where(static key => key.Actions.Count > 0).ToFrozenDictionary(static key => key.Id, key => new KeyActions(options, key.Actions), StringComparer.Ordinal);

        // Names only where one of their types is asked for: most texts with a name in them are harmless.
        var all = _keys.Values.Append(_others).ToList();
        var types = all.SelectMany(static each => each.Types).Distinct().ToList();
        scan ??= new PiiScanner(types, names: types.Intersect(PiiTagger.Types).Any() ? PiiTagger.Shipped : null).Scan;
        _texts = new DefaultObjectPool<RequestTexts>(new TextsPolicy(scan));
    }

    /// <summary>Null where nothing is looked for.</summary>
    public static ContentScan? Create(GatewayOptions options) => IsAskedFor(options) ? new ContentScan(options) : null;

    /// <summary>Somebody says what is to be done with some type.</summary>
    public static bool IsAskedFor(GatewayOptions options) =>
        options.Privacy.Scan || options.Privacy.Actions.Count > 0 || options.Auth.Keys.Any(static key => key.Actions.Count > 0) || options.Engines.Any(static engine => engine.Actions.Count > 0);

    /// <summary>What is done for requests of that key; null: of nobody's.</summary>
    public KeyActions For(string? key) => key is not null && _keys.TryGetValue(key, out var actions) ? actions : _others;

    /// <summary>What a request has, in no order; null where nobody knows, because the scan failed.</summary>
    /// <param name="body">The request.</param>
    /// <param name="error">What went wrong; null where nothing did.</param>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong here, the request is private.")]
    public IReadOnlyList<RequestFinding>? Look(ReadOnlyMemory<byte> body, out Exception? error)
    {
        error = null;
        try
        {
            // One that has failed is not used again.
            var texts = _texts.Get();
            IReadOnlyList<RequestFinding> found = texts.Find(body) is { Count: > 0 } its ? [.. its] : [];
            _texts.Return(texts);
            return found;
        }
        catch (Exception thrown)
        {
            error = thrown;
            return null;
        }
    }

    private sealed class TextsPolicy(PiiScan scan) : PooledObjectPolicy<RequestTexts>
    {
        public override RequestTexts Create() => new(scan);

        public override bool Return(RequestTexts obj) => true;
    }
}
