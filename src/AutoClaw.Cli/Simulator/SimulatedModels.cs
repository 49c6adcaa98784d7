using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Cli.Simulator;

/// <summary>The list of the one model, in each dialect that has a list of its own.</summary>
internal sealed class SimulatedModels
{
    private readonly byte[] _openAi;
    private readonly byte[] _anthropic;
    private readonly byte[] _gemini;

    public SimulatedModels(SimulatorServerOptions options)
    {
        var created = options.Time.GetUtcNow();
        _openAi = JsonSerializer.SerializeToUtf8Bytes(new
        {
            @object = "list",
            data = new[]
            {
                new { id = options.Model, @object = "model", created = created.ToUnixTimeSeconds(), owned_by = "autoclaw-simulator", simulated = true },
            },
        });
        _anthropic = JsonSerializer.SerializeToUtf8Bytes(new
        {
            data = new[]
            {
                new Dictionary<string, object?>
                {
                    ["type"] = "model",
                    ["id"] = options.Model,
                    ["display_name"] = $"{options.Model} (simulated)",
                    ["created_at"] = created.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                    ["lifecycle"] = "active",
                    ["deprecated_at"] = null,
                    ["retires_at"] = null,
                    ["line"] = null,
                    ["capabilities"] = null,
                    ["max_input_tokens"] = null,
                    ["max_tokens"] = null,
                },
            },
            has_more = false,
            first_id = options.Model,
            last_id = options.Model,
        });
        var gemini = new ArrayBufferWriter<byte>();
        GeminiAnswers.WriteModels(gemini, [new GeminiModelEntry(options.Model, "Simulated: no model reads your message.")]);
        _gemini = gemini.WrittenSpan.ToArray();
    }

    public ReadOnlyMemory<byte> In(WireName wire) => wire switch
    {
        WireName.Anthropic => _anthropic,
        WireName.Gemini => _gemini,
        _ => _openAi,
    };
}
