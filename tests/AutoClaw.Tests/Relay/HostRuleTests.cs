using AutoClaw.Gateway.Relay;

namespace AutoClaw.Tests.Relay;

public sealed class HostRuleTests
{
    private const string Loopback = "http://127.0.0.1:2529";
    private const string Everywhere = "http://0.0.0.0:2529";

    [Theory]
    [InlineData(Loopback, "localhost")]
    [InlineData(Loopback, "LocalHost:2529")]
    [InlineData(Loopback, "localhost.:80")]
    [InlineData(Loopback, "autoclaw.localhost")]
    [InlineData(Loopback, "127.0.0.1:1")]
    [InlineData(Loopback, "127.9.8.7")]
    [InlineData(Loopback, "[::1]:2529")]
    [InlineData(Loopback, "[0:0:0:0:0:0:0:1]")]
    [InlineData(Loopback, "[::ffff:127.0.0.1]")]
    [InlineData(Loopback, "")]
    [InlineData("http://localhost:2529", "localhost:2529")]
    [InlineData(Everywhere, "localhost:2529")]
    [InlineData(Everywhere, "10.1.2.3:2529")]
    [InlineData(Everywhere, "93.184.215.14")]
    [InlineData(Everywhere, "[fd00::1]:2529")]
    [InlineData("http://192.168.1.5:2529", "192.168.1.5:2529")]
    public void Allows_OwnName_IsTrue(string listen, string host) => Assert.True(new HostRule(new Uri(listen), []).Allows(host));

    [Theory]
    [InlineData(Loopback, "evil.example")]
    [InlineData(Loopback, "evil.example:2529")]
    [InlineData(Loopback, "localhost.evil.example")]
    [InlineData(Loopback, "notlocalhost")]
    [InlineData(Loopback, ".localhost")]
    [InlineData(Loopback, "127.0.0.1.evil.example")]
    [InlineData(Loopback, "127.0.0.1.nip.io")]
    [InlineData(Loopback, "10.0.0.1")]
    [InlineData(Loopback, "0.0.0.0:2529")]
    [InlineData(Loopback, "[::]:2529")]
    [InlineData(Loopback, "127.1")]
    [InlineData(Loopback, "2130706433")]
    [InlineData(Loopback, "0x7f000001")]
    [InlineData(Loopback, "0177.0.0.1")]
    [InlineData(Loopback, "[::1")]
    [InlineData(Loopback, "localhost..")]
    [InlineData(Loopback, ":2529")]
    [InlineData(Everywhere, "evil.example")]
    [InlineData(Everywhere, "167837955")]
    [InlineData(Everywhere, "a1")]
    [InlineData("http://192.168.1.5:2529", "gateway.internal")]
    public void Allows_OtherName_IsFalse(string listen, string host) => Assert.False(new HostRule(new Uri(listen), []).Allows(host));

    [Theory]
    [InlineData("llm.example.com", "LLM.example.com:443", true)]
    [InlineData("llm.example.com", "llm.example.com.", true)]
    [InlineData("llm.example.com", "a.llm.example.com", false)]
    [InlineData("*.example.com", "a.b.example.com:8443", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", ".example.com", false)]
    [InlineData("*.example.com", "evil-example.com", false)]
    [InlineData("*", "anything.at.all", true)]
    [InlineData("10.0.0.1", "10.0.0.1:2529", true)]
    [InlineData("[fd00::1]", "[fd00::1]:2529", true)]
    public void Allows_ListedName_IsAsItSays(string allowed, string host, bool expected) =>
        Assert.Equal(expected, new HostRule(new Uri(Loopback), [allowed]).Allows(host));

    [Fact]
    public void Allows_AfterAnotherWasLetIn_StillRefuses()
    {
        var rule = new HostRule(new Uri(Loopback), []);
        Assert.True(rule.Allows("127.0.0.9:1"));
        Assert.False(rule.Allows("evil.example"));
        Assert.True(rule.Allows("127.0.0.9:1"));
        Assert.False(rule.Allows("evil.example"));
    }

    [Fact]
    public void Allows_SameNameAgain_AllocatesNothing()
    {
        var rule = new HostRule(new Uri(Loopback), []);
        rule.Allows("localhost:2529");
        Assert.Equal(0, Allocations.Of(() => rule.Allows("localhost:2529")));
    }
}
