using AutoClaw.Core.Benchmark.Workloads;
using Microsoft.ML.Tokenizers;

namespace AutoClaw.Tests.Benchmark.Workloads;

/// <summary>Tokens in the o200k encoding, which nominal lengths are in.</summary>
internal static class WorkloadTokens
{
    private static readonly TiktokenTokenizer Tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");

    public static int Of(string text) => Tokenizer.CountTokens(text);

    public static int Of(BenchPrompt prompt) => prompt.Messages.Sum(message => Of(message.Text));
}
