using AutoClaw.Cli.Download;
using AutoClaw.Gateway.Local;

namespace AutoClaw.Tests.Download;

public sealed class ModelSourceReaderTests
{
    [Theory]
    [InlineData("hf:org/repo/x.gguf", "x", "hf:org/repo@main/x.gguf", "https://huggingface.co/org/repo/resolve/main/x.gguf")]
    [InlineData("hf:org/repo@v2/sub/x.gguf", "x", "hf:org/repo@v2/sub/x.gguf", "https://huggingface.co/org/repo/resolve/v2/sub/x.gguf")]
    [InlineData("https://huggingface.co/org/repo/blob/main/x.gguf", "x", "hf:org/repo@main/x.gguf", "https://huggingface.co/org/repo/resolve/main/x.gguf")]
    [InlineData("https://huggingface.co/org/repo/resolve/abc/x.gguf?download=true", "x", "hf:org/repo@abc/x.gguf", "https://huggingface.co/org/repo/resolve/abc/x.gguf")]
    [InlineData("https://example.com/a/x.gguf?sig=1", "x", "https://example.com/a/x.gguf", "https://example.com/a/x.gguf?sig=1")]
    public void Read_Address_NamesFileAndSource(string text, string name, string noted, string url)
    {
        var (source, problem) = Reader().Read(text, null);
        Assert.Null(problem);
        Assert.Equal((name, noted, url), (source!.Name, source.Text, source.Location.AbsoluteUri));
    }

    [Fact]
    public void Read_CatalogueName_BringsChecksumAndLicence()
    {
        var source = Reader().Read("Llama-3.2-1B", null).Source!;
        Assert.Equal(("llama-3.2-1b", "Llama 3.2 Community License"), (source.Name, source.License));
        Assert.NotNull(source.Sha256);
        Assert.Equal("mine", Reader().Read("llama-3.2-1b", "mine").Source!.Name);
    }

    [Theory]
    [InlineData("https://mirror.example/hub", "https://mirror.example/hub/org/repo/resolve/main/x.gguf")]
    [InlineData("http://mirror.example:81/", "http://mirror.example:81/org/repo/resolve/main/x.gguf")]
    [InlineData("/srv/mirror", "file:///srv/mirror/org/repo/x.gguf")]
    public void Read_WithMirror_LeadsThere(string mirror, string url) =>
        Assert.Equal(url, Reader(mirror).Read("hf:org/repo/x.gguf", null).Source!.Location.AbsoluteUri);

    [Fact]
    public void From_BothVariables_OursWins()
    {
        var address = HubAddress.From(name => name == HubAddress.Variable ? "https://ours.example" : "https://theirs.example").Address!;
        Assert.Equal("ours.example", address.Root.Host);
    }

    [Fact]
    public void From_Nonsense_NamesTheVariable() =>
        Assert.Contains("HF_ENDPOINT is 'nowhere'", HubAddress.From(name => name == HubAddress.TheirVariable ? "nowhere" : null).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("hf:org/repo", "not complete")]
    [InlineData("hf:org/repo/../x.gguf", "not complete")]
    [InlineData("hf://x.gguf", "not complete")]
    [InlineData("file:///etc/passwd", "no https URL")]
    [InlineData("https://", "no https URL")]
    [InlineData("https://example.com/", "can't be its name")]
    [InlineData("/absent/x.gguf", "There is no file")]
    [InlineData("gemma-2-2c", "Did you mean gemma-2-2b?")]
    [InlineData("zzzzzzzzzzzz", "no model of the catalogue")]
    public void Read_Impossible_SaysWhy(string text, string why)
    {
        var (source, problem) = Reader().Read(text, null);
        Assert.Null(source);
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NameThatIsAPath_IsRefused() => Assert.Contains("is no name", Reader().Read("llama-3.2-1b", "../x").Problem, StringComparison.Ordinal);

    private static ModelSourceReader Reader(string? mirror = null) =>
        new(ModelCatalogue.Shipped, HubAddress.From(name => name == HubAddress.Variable ? mirror : null).Address!);
}
