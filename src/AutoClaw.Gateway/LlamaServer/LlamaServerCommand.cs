using System.Diagnostics;
using System.Globalization;
using AutoClaw.Gateway.Local;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.LlamaServer;

/// <summary>How a llama-server is started: on loopback only, on a port of the system's choice, behind a key that no process list shows.</summary>
internal static class LlamaServerCommand
{
    // The guard reads a pipe whose other end the gateway holds: when the gateway is gone, however it went, the pipe ends and so does the
    // engine. Its own session keeps a terminal's Ctrl-C from it, so that answers under way can end first.
    private const string Guard = """
        trap '' INT
        exec 3<&0 </dev/null
        if command -v setsid >/dev/null 2>&1; then setsid "$@" 3<&- & else "$@" 3<&- & fi
        engine=$!
        (
          read -r _ <&3
          kill -TERM "$engine"
          tries=0
          while kill -0 "$engine" && [ "$tries" -lt 30 ]; do sleep 0.1; tries=$((tries + 1)); done
          kill -KILL "$engine"
        ) >/dev/null 2>&1 &
        guard=$!
        exec 3<&-
        wait "$engine"
        status=$?
        kill -KILL "$guard" 2>/dev/null
        exit "$status"
        """;

    /// <param name="binary">The llama-server.</param>
    /// <param name="model">The GGUF file.</param>
    /// <param name="engine">Of kind llama-server.</param>
    /// <param name="apiKey">What it asks of its clients.</param>
    public static ProcessStartInfo Create(string binary, string model, EngineOptions engine, string apiKey)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in (ReadOnlySpan<string>)["-c", Guard, "llama-server", binary, .. Arguments(model, engine)])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LLAMA_API_KEY"] = apiKey;
        return start;
    }

    /// <summary>Everything after the executable's name.</summary>
    public static IReadOnlyList<string> Arguments(string model, EngineOptions engine)
    {
        var options = engine.LlamaServer!;
        var context = engine.ContextTokens ?? LlamaServerOptions.DefaultContextTokens;
        return
        [
            "--model", model, "--alias", engine.Model, "--host", "127.0.0.1", "--port", "0", "--no-webui", "--offline", "--jinja", "--metrics", "--slots",
            "--cors-origins", "localhost", "--no-cors-credentials", "--parallel", Text(options.Parallel),

            // The server shares its context out evenly among the slots.
            "--ctx-size", Text(context * (long)options.Parallel), "--no-kv-unified",
            "--threads", Text(options.Threads ?? Math.Max(1, Environment.ProcessorCount - 1)),
            "--batch-size", Text(options.Batch), "--ubatch-size", Text(Math.Min(512, options.Batch)),
            .. options.GpuLayers is { } layers ? ["--gpu-layers", Text(layers)] : Array.Empty<string>(),
            .. options.Arguments,
        ];
    }

    /// <summary>Bytes that it takes when it runs: weights, the key-value cache of all its slots, buffers. An estimate, see <see cref="ModelMemory"/>.</summary>
    /// <param name="model">The GGUF file, which is there.</param>
    /// <param name="engine">Of kind llama-server.</param>
    public static long EstimateBytes(string model, EngineOptions engine) => ModelMemory.Estimate(
        new FileInfo(model).Length,
        GgufFile.Read(model).Header?.CacheBytesPerToken,
        (int)Math.Min(int.MaxValue, (engine.ContextTokens ?? LlamaServerOptions.DefaultContextTokens) * (long)engine.LlamaServer!.Parallel));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
