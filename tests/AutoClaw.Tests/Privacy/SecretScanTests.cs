using AutoClaw.Core.Privacy;

namespace AutoClaw.Tests.Privacy;

/// <summary>Secrets, put together here: nothing in this file has the shape of one.</summary>
public sealed class SecretScanTests
{
    private const string Body = "q7Zk2mX9vB4nT6wR8yL3pD5sF1gH0jCa";
    private const string Jwt = "ey" + "JhbGciOiJIUzI1NiJ9";
    private const string JwtBody = "ey" + "JzdWIiOiIxMjM0NTY3ODkwIn0";

    public static TheoryData<string, int> Keys => new()
    {
        { "AK" + "IA", 16 }, { "gh" + "p_", 36 }, { "glp" + "at-", 20 }, { "xo" + "xb-", 30 }, { "s" + "k-", 48 }, { "sk" + "-ant-api03-", 40 }, { "sk" + "-proj-", 60 }, { "AI" + "za", 35 },
        { "sk" + "_live_", 24 }, { "np" + "m_", 36 }, { "h" + "f_", 34 }, { "SG" + ".", 66 }, { "hv" + "s.", 24 },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Scan_KeyOfAVendor_IsFound(string prefix, int length)
    {
        var key = prefix + Repeat(length);
        foreach (var text in new[] { $"use {key}, please", $"export KEY='{key}'", $$"""{"key":"{{key}}"}""", key })
        {
            var span = Assert.Single(Scan(text));
            Assert.Equal((PiiType.Secret, key), (span.Type, text[span.Start..span.End]));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Scan_KeyCutShortOrWithinAWord_IsNone(string prefix, int length)
    {
        Assert.Empty(Scan($"use {prefix}{Repeat(8)[..6]} of {length}"));
        Assert.Empty(Scan($"x{prefix}abcdef"));
    }

    [Fact]
    public void Scan_JsonWebToken_IsFoundAsFarAsItGoes()
    {
        const string token = $"{Jwt}.{JwtBody}.{Body}-{Body}";
        const string text = $"curl -H 'Authorization: Bearer {token}' https://host/";
        var span = Assert.Single(Scan(text));
        Assert.Equal((PiiType.Secret, token), (span.Type, text[span.Start..span.End]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("RSA ")]
    [InlineData("OPENSSH ")]
    public void Scan_PrivateKeyInPem_IsFoundWithItsFrame(string kind)
    {
        var key = $"{Dashes}BEGIN {kind}PRIVATE KEY{Dashes}\n{Body}{Body}\n{Body}==\n{Dashes}END {kind}PRIVATE KEY{Dashes}";
        var text = $"here it is:\n{key}\n. Is it weak?";
        var span = Assert.Single(Scan(text));
        Assert.Equal((PiiType.Secret, key), (span.Type, text[span.Start..span.End]));
    }

    [Theory]
    [InlineData("CERTIFICATE")]
    [InlineData("PUBLIC KEY")]
    public void Scan_WhatIsPublicInPem_IsNone(string label) =>
        Assert.Empty(Scan($"{Dashes}BEGIN {label}{Dashes}\n{Body}\n{Dashes}END {label}{Dashes}"));

    [Theory]
    [InlineData("password = \"%\"")]
    [InlineData("my password is %.")]
    [InlineData("\"client_secret\": \"%\"")]
    [InlineData("API_KEY=%")]
    [InlineData("Authorization: Bearer %")]
    public void Scan_ValueAfterTheNameOfASecret_IsFound(string text)
    {
        var value = Repeat(20);
        text = text.Replace("%", value, StringComparison.Ordinal);
        var span = Assert.Single(Scan(text));
        Assert.Equal((PiiType.Secret, value), (span.Type, text[span.Start..span.End]));
    }

    [Theory]
    [InlineData("password = getPassword(user1, Field2)")]
    [InlineData("password: ${DB_PASSWORD_1}")]
    [InlineData("api_key = \"YOUR_API_KEY_HERE_1\"")]
    [InlineData("token = tokens[i1]")]
    [InlineData("the secret is that nobody knows")]
    [InlineData("sk-learn, s" + "k-" + "xxxxxxxxxxxxxxxxxxxxxxxx and s" + "k-a-long-name-with-words-alone")]
    [InlineData("max_tokens: 4096, token: 128000")]
    public void Scan_CodeAndPlaceholders_FindsNothing(string text) => Assert.Empty(Scan(text));

    [Fact]
    public void Scan_UrlWithCredentials_IsFoundUpToThePath()
    {
        const string url = "postgres://app:" + "Tr0ub4dor" + "@db.internal:5432";
        const string text = $"DATABASE_URL={url}/prod?ssl=1";
        var span = Assert.Single(Scan(text), static s => s.Type == PiiType.UrlCredentials);
        Assert.Equal(url, text[span.Start..span.End]);
        Assert.DoesNotContain(Scan("postgres://app:${PASSWORD}@db:5432/prod, https://user@host/, http://host:8080/@x"), static s => s.Type == PiiType.UrlCredentials);
    }

    private static string Dashes => new('-', 5);

    private static string Repeat(int length) => string.Concat(Enumerable.Repeat(Body, 3))[..length];

    private static List<PiiSpan> Scan(string text)
    {
        var found = new List<PiiSpan>();
        PiiScanner.Default.Scan(text, found);
        return found;
    }
}
