using System.Security.Cryptography;
using System.Text;
using AutoClaw.Gateway.Auth;

namespace AutoClaw.Tests.Auth;

public sealed class ApiKeyTests
{
    [Fact]
    public void Create_Keys_HaveTheFormAndAreNeverTheSame()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => ApiKey.Create()).ToArray();

        Assert.All(keys, key => Assert.Matches("^sk-ac-[a-z2-9]{8}-[0-9A-Za-z]{43}$", key.Value));
        Assert.All(keys, key => Assert.Equal(key.Id, key.Value[6..14]));
        Assert.Equal(100, keys.Select(key => key.Value).Distinct().Count());
    }

    [Fact]
    public void CreateAdmin_Key_HasAFormOfItsOwnAndPrintsAsItsId()
    {
        var key = ApiKey.CreateAdmin();

        Assert.Matches("^sk-ac-admin-[a-z2-9]{8}-[0-9A-Za-z]{43}$", key.Value);
        Assert.Equal($"sk-ac-admin-{key.Id}-***", key.ToString());
        Assert.False(ApiKey.TryParse(key.Value, out _));
    }

    [Fact]
    public void ToOptions_AKey_KeepsItsHashAlone()
    {
        var key = ApiKey.Create();
        var options = key.ToOptions("laptop");

        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Value))), options.Hash);
        Assert.Equal((key.Id, "laptop"), (options.Id, options.Name));
        Assert.DoesNotContain(key.Value[15..], options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_AKey_HidesItsSecret()
    {
        var key = ApiKey.Create();

        Assert.Equal($"sk-ac-{key.Id}-***", key.ToString());
    }

    [Fact]
    public void TryParse_AKey_GivesItBack()
    {
        var key = ApiKey.Create();

        Assert.True(ApiKey.TryParse(key.Value, out var parsed));
        Assert.Equal((key.Id, key.Value), (parsed.Id, parsed.Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sk-ac-abc")]
    [InlineData("sk-ac-abc-")]
    [InlineData("sk-ac--abc")]
    [InlineData("sk-ac-a_b-abc")]
    [InlineData("sk-ac-abc-a bc")]
    [InlineData("sk-ac-abc-abc-abc")]
    [InlineData("SK-AC-abc-abc")]
    [InlineData("sk-abc-abc")]
    public void TryParse_AnythingElse_IsNone(string? value) => Assert.False(ApiKey.TryParse(value, out _));

    [Theory]
    [InlineData("md5:00")]
    [InlineData("sha256:")]
    [InlineData("sha256:zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("sha256:00000000000000000000000000000000000000000000000000000000000000000")]
    public void TryRead_MalformedHash_IsNone(string stored) => Assert.False(KeyHash.TryRead(stored, new byte[32]));
}
