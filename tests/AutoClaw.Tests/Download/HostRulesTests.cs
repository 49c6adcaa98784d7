using AutoClaw.Cli.Download;

namespace AutoClaw.Tests.Download;

public sealed class HostRulesTests
{
    [Theory]
    [InlineData("https://huggingface.co/a")]
    [InlineData("https://cdn-lfs-us-1.huggingface.co/a")]
    [InlineData("https://cas-bridge.xethub.hf.co/a")]
    [InlineData("https://github.com/ggml-org/llama.cpp/releases/download/b1/x.zip")]
    [InlineData("https://release-assets.githubusercontent.com/a")]
    [InlineData("http://mirror.example/a")]
    [InlineData("http://127.0.0.1:8080/a")]
    public void Refusal_AllowedHost_IsNull(string url) => Assert.Null(Rules().Refusal(new Uri(url)));

    [Theory]
    [InlineData("https://example.com/a")]
    [InlineData("https://huggingface.co.example.com/a")]
    [InlineData("https://nothuggingface.co/a")]
    [InlineData("https://xhf.co/a")]
    [InlineData("http://huggingface.co/a")]
    [InlineData("https://huggingface.co:8443/a")]
    [InlineData("https://user:secret@huggingface.co/a")]
    [InlineData("http://127.0.0.1:8081/a")]
    [InlineData("http://127.0.0.1/a")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::1]/a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://huggingface.co/a")]
    public void Refusal_OtherHost_SaysWhy(string url)
    {
        var refusal = Rules().Refusal(new Uri(url));
        Assert.NotNull(refusal);
        Assert.DoesNotContain("secret", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://huggingface.co/a", true)]
    [InlineData("https://HuggingFace.co/a", true)]
    [InlineData("http://huggingface.co/a", false)]
    [InlineData("https://huggingface.co:8443/a", false)]
    [InlineData("https://cdn-lfs.huggingface.co/a", false)]
    [InlineData("https://cas-bridge.xethub.hf.co/a", false)]
    [InlineData("https://mirror.example/a", false)]
    public void Token_ByAddress_GoesToHuggingFaceAlone(string url, bool sent) =>
        Assert.Equal(sent ? "hf_secret" : null, new HubToken("hf_secret").For(new Uri(url)));

    [Fact]
    public void Token_NotSet_IsNotSent() => Assert.Null(new HubToken(string.Empty).For(new Uri("https://huggingface.co/a")));

    private static HostRules Rules() => new(["mirror.example", "127.0.0.1:8080"]);
}
