using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Tests.Privacy.Pseudonyms;

namespace AutoClaw.Tests.Privacy;

/// <summary>What is looked for, for whom, and what follows where the search fails.</summary>
public sealed class ContentScanTests
{
    private static readonly (string, PiiType)[] Secrets = [("mail", PiiType.EmailAddress)];

    [Fact]
    public void Look_ScanFails_KnowsNothingAndGoesOn()
    {
        var scan = new ContentScan(new GatewayOptions(), (text, _) =>
        {
            if (text is "fail")
            {
                throw new InvalidOperationException("Broken.");
            }
        });
        Assert.Null(scan.Look("""{"messages":[{"content":"fail"}]}"""u8.ToArray(), out var error));
        Assert.IsType<InvalidOperationException>(error);
        Assert.Empty(scan.Look("""{"messages":[{"content":"well"}]}"""u8.ToArray(), out error)!);
        Assert.Null(scan.Look("no JSON"u8.ToArray(), out _));
    }

    [Fact]
    public void Look_Finds_WhatTheScanFinds() =>
        Assert.Equal(PiiType.EmailAddress, Assert.Single(new ContentScan(new GatewayOptions(), KnownSecrets.Scan(Secrets)).Look(Encoding.UTF8.GetBytes("""{"messages":[{"content":"a mail"}]}"""), out _)!).Type);

    [Fact]
    public void Create_NothingAskedFor_IsNone()
    {
        Assert.Null(ContentScan.Create(new GatewayOptions()));
        Assert.NotNull(ContentScan.Create(new GatewayOptions { Privacy = new PrivacyOptions { Scan = true } }));
        Assert.NotNull(ContentScan.Create(new GatewayOptions { Privacy = new PrivacyOptions { Actions = Says(PiiType.Url, PiiAction.Allow) } }));
        Assert.NotNull(ContentScan.Create(new GatewayOptions { Auth = new AuthOptions { Keys = [Key(PiiAction.Redact)] } }));
        Assert.NotNull(ContentScan.Create(new GatewayOptions { Engines = [Engine("sky", Place.Cloud, PiiAction.Redact)] }));
    }

    [Theory]
    // For all, by the key, by the engine: what the engine gets.
    [InlineData(null, null, null, PiiAction.RouteLocal)]
    [InlineData(PiiAction.Redact, null, null, PiiAction.Redact)]
    [InlineData(PiiAction.Redact, PiiAction.Allow, null, PiiAction.Allow)]
    [InlineData(PiiAction.Allow, PiiAction.RouteLocal, null, PiiAction.RouteLocal)]
    [InlineData(PiiAction.Redact, null, PiiAction.Allow, PiiAction.Allow)]
    [InlineData(PiiAction.Allow, null, PiiAction.RouteLocal, PiiAction.RouteLocal)]
    [InlineData(PiiAction.Allow, PiiAction.Redact, PiiAction.Allow, PiiAction.Redact)]
    [InlineData(PiiAction.RouteLocal, PiiAction.Allow, PiiAction.Pseudonymise, PiiAction.Pseudonymise)]
    [InlineData(PiiAction.Allow, PiiAction.Pseudonymise, PiiAction.Redact, PiiAction.Redact)]
    public void For_Cloud_IsTheStricterOfKeyAndEngine(PiiAction? all, PiiAction? key, PiiAction? engine, PiiAction expected) =>
        Assert.Equal(expected, Create(all, key, Engine("sky", Place.Cloud, engine)).For("k").For(0).Of(PiiType.EmailAddress));

    [Theory]
    [InlineData(null, PiiAction.Allow)]
    [InlineData(PiiAction.RouteLocal, PiiAction.RouteLocal)]
    [InlineData(PiiAction.Redact, PiiAction.Redact)]
    public void For_Home_IsWhatItSaysItself(PiiAction? engine, PiiAction expected) =>
        Assert.Equal(expected, Create(PiiAction.Pseudonymise, PiiAction.RouteLocal, Engine("home", Place.Local, engine)).For("k").For(0).Of(PiiType.EmailAddress));

    // A block is about the request, which no engine can lift.
    [Fact]
    public void Asked_Blocked_IsBlockedWhateverAnEngineSays() =>
        Assert.Equal(PiiAction.Block, Create(PiiAction.Block, null, Engine("sky", Place.Cloud, PiiAction.Allow)).For("k").Asked.Of(PiiType.EmailAddress));

    [Fact]
    public void For_AKeyWithItsOwn_ChangesNothingForOthers()
    {
        var scan = Create(null, PiiAction.Redact, Engine("sky", Place.Cloud, null), scanAll: false);
        Assert.Equal((PiiAction.Redact, PiiAction.RouteLocal), (scan.For("k").For(0).Of(PiiType.EmailAddress), scan.For("k").For(0).Of(PiiType.CreditCard)));
        Assert.False(scan.For("other").Looks);
        Assert.False(scan.For(null).Looks);
    }

    // Names are not looked for unless somebody asks; then only for who asks.
    [Fact]
    public void For_TypeThatNobodyNames_IsNobodysConcern() =>
        Assert.Equal((PiiAction.RouteLocal, PiiAction.Allow), (Create(null, null).For(null).Asked.Of(PiiType.CreditCard), Create(null, null).For(null).Asked.Of(PiiType.Person)));

    [Fact]
    public void For_EnginesOfTheSameActions_HaveOneTable()
    {
        var actions = Create(PiiAction.Redact, null, Engine("a", Place.Cloud, null), Engine("b", Place.Cloud, PiiAction.Redact), Engine("c", Place.Cloud, PiiAction.Allow)).For(null);
        Assert.Same(actions.For(0), actions.For(1));
        Assert.NotSame(actions.For(0), actions.For(2));
    }

    private static ContentScan Create(PiiAction? all, PiiAction? key, params EngineOptions[] engines) => Create(all, key, engines, scanAll: true);

    private static ContentScan Create(PiiAction? all, PiiAction? key, EngineOptions engine, bool scanAll) => Create(all, key, [engine], scanAll);

    private static ContentScan Create(PiiAction? all, PiiAction? key, EngineOptions[] engines, bool scanAll) => new(
        new GatewayOptions
        {
            Privacy = new PrivacyOptions { Scan = scanAll, Actions = Says(PiiType.EmailAddress, all) },
            Auth = new AuthOptions { Keys = [Key(key)] },
            Engines = engines,
        },
        KnownSecrets.Scan(Secrets));

    private static ApiKeyOptions Key(PiiAction? action) => new("k", "") { Actions = Says(PiiType.EmailAddress, action) };

    private static EngineOptions Engine(string id, Place place, PiiAction? action) => new() { Id = id, Place = place, Model = "m", Actions = Says(PiiType.EmailAddress, action) };

    private static Dictionary<PiiType, PiiAction> Says(PiiType type, PiiAction? action) => action is { } said ? new() { [type] = said } : [];
}
