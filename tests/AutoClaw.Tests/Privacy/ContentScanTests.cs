using System.Text;
using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Tests.Privacy.Pseudonyms;

namespace AutoClaw.Tests.Privacy;

/// <summary>What follows from what is found: the strictest, and the strictest of all where nobody knows what there is.</summary>
public sealed class ContentScanTests
{
    private static readonly (string, PiiType)[] Secrets =
        [("allowed", PiiType.Url), ("redacted", PiiType.PhoneNumber), ("replaced", PiiType.EmailAddress), ("home", PiiType.CreditCard), ("blocked", PiiType.UsSsn)];

    private static readonly PrivacyOptions Options = new()
    {
        Actions = new Dictionary<PiiType, PiiAction>
        {
            [PiiType.Url] = PiiAction.Allow, [PiiType.PhoneNumber] = PiiAction.Redact, [PiiType.EmailAddress] = PiiAction.Pseudonymise, [PiiType.UsSsn] = PiiAction.Block,
        },
    };

    [Theory]
    [InlineData("nothing", 0, false, false)]
    [InlineData("allowed", 0, false, false)]
    [InlineData("allowed redacted replaced", 2, false, false)]
    [InlineData("replaced home", 1, true, false)]
    [InlineData("blocked home replaced", 1, true, true)]
    public void Look_WhatIsFound_SaysWhatFollows(string text, int replaced, bool staysHome, bool blocked)
    {
        var found = new ContentScan(Options, KnownSecrets.Scan(Secrets)).Look(Encoding.UTF8.GetBytes($$"""{"messages":[{"content":"{{text}}"}]}"""));
        Assert.Equal((replaced, staysHome, blocked), (found.Replaced?.Count ?? 0, found.StaysHome == "content", found.Blocked == PiiType.UsSsn));
    }

    [Fact]
    public void Look_ScanFails_StaysHomeAndGoesOn()
    {
        var scan = new ContentScan(Options, (text, _) =>
        {
            if (text is "fail")
            {
                throw new InvalidOperationException("Broken.");
            }
        });
        Assert.Equal("content_scan_failed", scan.Look("""{"messages":[{"content":"fail"}]}"""u8.ToArray()).StaysHome);
        Assert.Null(scan.Look("""{"messages":[{"content":"well"}]}"""u8.ToArray()).StaysHome);
        Assert.Equal("content_scan_failed", scan.Look("no JSON"u8.ToArray()).StaysHome);
    }

    [Fact]
    public void Create_NothingAskedFor_IsNone()
    {
        Assert.Null(ContentScan.Create(new PrivacyOptions()));
        Assert.NotNull(ContentScan.Create(new PrivacyOptions { Scan = true }));
        Assert.NotNull(ContentScan.Create(Options));
    }

    [Fact]
    public void ActionOf_NotNamed_StaysHome() => Assert.Equal(PiiAction.RouteLocal, ContentScan.Create(Options)!.ActionOf(PiiType.Person));
}
