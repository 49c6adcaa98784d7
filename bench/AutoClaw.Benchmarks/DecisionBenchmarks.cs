using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiChat;
using BenchmarkDotNet.Attributes;

namespace AutoClaw.Benchmarks;

/// <summary>
/// From a scanned request to the engine order: text unescaped, features, both heads, votes. The bar is a median of 60 microseconds and
/// 0 bytes at 2 KB.
/// </summary>
[MemoryDiagnoser]
public class DecisionBenchmarks
{
    private readonly RoutePlan _plan = new("auto", [new Candidate(0, "local", Place.Local), new Candidate(1, "cloud", Place.Cloud)], threshold: 0.2);
    private readonly RouterModel _model = RouterModel.Shipped;
    private ChatEnvelope _envelope = null!;

    [Params(1, 2, 4, 16)]
    public int Kilobytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        ChatRequestScanner.TryScan(SampleRequest.Create(Kilobytes * 1024), out var envelope, out _);
        _envelope = envelope!;
    }

    [Benchmark]
    public bool Decide()
    {
        Span<byte> text = stackalloc byte[PromptText.MaxBytes];
        var facts = new RequestFacts(_envelope.EstimatedInputTokens, null, NeedsTools: false, NeedsVision: false, NeedsJsonSchema: false);
        var input = new RouterInput
        {
            Text = text[..PromptText.CopyLastUser(_envelope, text)],
            TextBytes = PromptText.ClippedLastUserBytes(_envelope),
            Turns = 1,
            ConversationBytes = _envelope.TextBytes,
        };
        return Router.Decide(_plan, facts, input, _model, TimeProvider.System, new DecisionTerms(Counts: true)).Allowed != 0;
    }
}
