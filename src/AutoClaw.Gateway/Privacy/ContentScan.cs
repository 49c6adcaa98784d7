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
    private readonly PiiAction[] _actions = [.. Enumerable.Repeat(PiiAction.RouteLocal, PiiTypes.All.Count())];
    private readonly DefaultObjectPool<RequestTexts> _texts;

    /// <param name="options">What each type asks for.</param>
    /// <param name="scan">What looks through texts; null: the scanner with the types that the options ask for.</param>
    public ContentScan(PrivacyOptions options, PiiScan? scan = null)
    {
        foreach (var (type, action) in options.Actions)
        {
            _actions[(int)type] = action;
        }

        // Names only where one of their types is asked for: most texts with a name in them are harmless.
        var types = PiiScanner.DefaultTypes.Union(options.Actions.Keys).Where(type => ActionOf(type) != PiiAction.Allow).ToList();
        scan ??= new PiiScanner(types, names: types.Intersect(PiiTagger.Types).Any() ? PiiTagger.Shipped : null).Scan;
        _texts = new DefaultObjectPool<RequestTexts>(new TextsPolicy(scan));
    }

    /// <summary>It matters for requests that stay at home as well.</summary>
    public bool MayBlock => Array.IndexOf(_actions, PiiAction.Block) >= 0;

    /// <summary>Null where nothing is looked for.</summary>
    public static ContentScan? Create(PrivacyOptions options) => options.Scan || options.Actions.Count > 0 ? new ContentScan(options) : null;

    public PiiAction ActionOf(PiiType type) => _actions[(int)type];

    /// <summary>What follows from what a request says.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong here, the request is private.")]
    public ContentFindings Look(ReadOnlyMemory<byte> body)
    {
        try
        {
            // One that has failed is not used again.
            var texts = _texts.Get();
            var found = FindingsOf(texts.Find(body));
            _texts.Return(texts);
            return found;
        }
        catch (Exception)
        {
            return new ContentFindings([]) { StaysHome = "content_scan_failed" };
        }
    }

    private ContentFindings FindingsOf(IReadOnlyList<RequestFinding> found)
    {
        var findings = default(ContentFindings);
        foreach (var finding in found)
        {
            switch (ActionOf(finding.Type))
            {
                case PiiAction.Allow:
                    break;
                case PiiAction.Redact or PiiAction.Pseudonymise:
                    findings = findings with { Replaced = findings.Replaced ?? [] };
                    findings.Replaced!.Add(finding);
                    break;
                case PiiAction.Block:
                    findings = findings with { Blocked = finding.Type };
                    break;
                default:
                    findings = findings with { StaysHome = ContentPolicy.Reason };
                    break;
            }
        }

        return findings;
    }

    private sealed class TextsPolicy(PiiScan scan) : PooledObjectPolicy<RequestTexts>
    {
        public override RequestTexts Create() => new(scan);

        public override bool Return(RequestTexts obj) => true;
    }
}
