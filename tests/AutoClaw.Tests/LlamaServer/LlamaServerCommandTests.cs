using AutoClaw.Core.Model;
using AutoClaw.Gateway.LlamaServer;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Tests.LlamaServer;

public sealed class LlamaServerCommandTests
{
    private static readonly EngineOptions Engine = new()
    {
        Id = "a", Kind = EngineOptions.LlamaServerKind, Place = Place.Local, Model = "m", ContextTokens = 1000,
        LlamaServer = new LlamaServerOptions { ModelFile = "/m.gguf", Parallel = 3, Batch = 1024, Threads = 2, GpuLayers = 7, Arguments = ["--flash-attn", "on"] },
    };

    [Theory]
    [InlineData("--host", "127.0.0.1")]
    [InlineData("--port", "0")]
    [InlineData("--model", "/m.gguf")]
    [InlineData("--alias", "m")]
    [InlineData("--parallel", "3")]
    [InlineData("--ctx-size", "3000")]
    [InlineData("--threads", "2")]
    [InlineData("--batch-size", "1024")]
    [InlineData("--ubatch-size", "512")]
    [InlineData("--gpu-layers", "7")]
    [InlineData("--flash-attn", "on")]
    public void Arguments_OfAnEngine_SayWhatItsOptionsSay(string name, string value)
    {
        var arguments = LlamaServerCommand.Arguments("/m.gguf", Engine);

        Assert.Equal(value, arguments[arguments.ToList().IndexOf(name) + 1]);
    }

    [Fact]
    public void Create_ApiKey_IsInTheEnvironmentAlone()
    {
        var start = LlamaServerCommand.Create("/bin/llama-server", "/m.gguf", Engine, "the key");

        Assert.Equal("the key", start.Environment["LLAMA_API_KEY"]);
        Assert.DoesNotContain(start.ArgumentList, argument => argument.Contains("the key", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_EqualInValue_AreEqual()
    {
        var same = Engine.LlamaServer! with { Arguments = ["--flash-attn", "on"] };

        Assert.Equal(Engine.LlamaServer, same);
        Assert.Equal(Engine.LlamaServer!.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(Engine.LlamaServer, same with { Arguments = ["--flash-attn", "off"] });
    }
}
