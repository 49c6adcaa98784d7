using AutoClaw.FunctionalTests.LlamaServer;

[assembly: AssemblyFixture(typeof(LlamaServerFixture))]

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>The real llama-servers that all tests share; each starts when the first test asks for it.</summary>
public sealed class LlamaServerFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private LlamaServerProcess? _chat;
    private LlamaServerProcess? _embeddings;

    public async ValueTask DisposeAsync()
    {
        if (_chat is not null)
        {
            await _chat.DisposeAsync();
        }

        if (_embeddings is not null)
        {
            await _embeddings.DisposeAsync();
        }

        _gate.Dispose();
    }

    /// <summary>Answers chat completions. Skips the calling test where there is no llama-server.</summary>
    internal async Task<LlamaServerProcess> ChatAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return _chat ??= await LlamaServerProcess.StartAsync([], cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Answers embeddings only: llama-server does one or the other.</summary>
    internal async Task<LlamaServerProcess> EmbeddingsAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return _embeddings ??= await LlamaServerProcess.StartAsync(["--embeddings", "--pooling", "mean"], cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }
}
