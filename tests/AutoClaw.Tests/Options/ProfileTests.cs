using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Tests.Options;

/// <summary>What a profile sets, and what it refuses by name.</summary>
public sealed class ProfileTests
{
    private const string Keys = "auth: {keys: [{id: a, hash: \"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}]}\n";
    private const string Home = "engines: {home: {kind: ollama, model: m}}\n";

    [Theory]
    [InlineData("gdpr", "region:eea", true)]
    [InlineData("hipaa", "no_retention", true)]
    [InlineData("gdpr, hipaa", "no_retention, region:eea", true)]
    [InlineData("soc2", "open", false)]
    [InlineData("eu_ai_act", "open", false)]
    public void Parse_Profile_SetsItsDefaults(string profiles, string label, bool scan)
    {
        var options = Parse($"privacy: {{profiles: [{profiles}]}}\n" + Keys + Home);
        Assert.Empty(options.Errors);
        Assert.Equal((label, scan), (options.Options!.Privacy.Label.ToString(), options.Options.Privacy.Scan));
    }

    [Fact]
    public void Parse_StricterLabelThanTheProfiles_Stays()
    {
        var options = Parse("privacy: {profiles: [gdpr], label: local_only}\n" + Keys + Home);
        Assert.Equal(PrivacyLabel.Private, options.Options!.Privacy.Label);
    }

    [Theory]
    [InlineData("gdpr", "privacy: {profiles: [PROFILE], label: open}\n")]
    [InlineData("gdpr", "privacy: {profiles: [PROFILE], scan: false}\n")]
    [InlineData("hipaa", "privacy: {profiles: [PROFILE]}\nlearning: {store_text: true}\n")]
    [InlineData("gdpr", "privacy: {profiles: [PROFILE]}\nroutes: {r: {engines: [home], store_text: true}}\n")]
    [InlineData("hipaa", "privacy: {profiles: [PROFILE]}\nlisten: \"http://0.0.0.0:80\"\n")]
    [InlineData("soc2", "privacy: {profiles: [PROFILE]}\nlisten: \"http://0.0.0.0:80\"\n")]
    [InlineData("soc2", "privacy: {profiles: [PROFILE]}\nadmin: {listen: \"http://127.0.0.1:1\", allow_anonymous_loopback: true}\n")]
    [InlineData("soc2", "privacy: {profiles: [PROFILE]}\nledger: {on_failure: serve}\n")]
    [InlineData("eu_ai_act", "privacy: {profiles: [PROFILE]}\nledger: {on_failure: serve}\n")]
    public void Parse_KeyThatContradictsTheProfile_IsRefusedByName(string profile, string text)
    {
        var result = Parse(text.Replace("PROFILE", profile, StringComparison.Ordinal) + Keys + Home);
        var problem = Assert.Single(result.Errors);
        Assert.Equal(ConfigCodes.ProfileConflict, problem.Code);
        Assert.StartsWith(profile + ": ", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Parse(text.Replace("profiles: [PROFILE]", "profiles: []", StringComparison.Ordinal) + Keys + Home).Errors);
    }

    [Fact]
    public void Parse_GdprWithACloudThatSaysNothing_NamesRegionAndRetention()
    {
        var result = Parse("privacy: {profiles: [gdpr]}\n" + Keys + "engines: {sky: {kind: openai, place: cloud, model: m, base_url: https://llm.example.com/v1, headers: {x-key: k}}}\n");
        Assert.Equal(["gdpr: the cloud engine sky has no region", "gdpr: the cloud engine sky has no retention"], result.Errors.Select(problem => problem.Message));
    }

    private static ConfigResult Parse(string text) => ConfigFile.Parse(text, "autoclaw.yaml", static _ => null);
}
