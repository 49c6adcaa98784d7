using Microsoft.ML.Tokenizers;

namespace AutoClaw.Cli.Bench;

/// <summary>
/// Counts the text of every engine in the same tokens (o200k_base), so that speeds compare where vendors cut text differently. Never what
/// anybody bills.
/// </summary>
internal sealed class CommonTokenizer
{
    private static readonly Lazy<TiktokenTokenizer> Encoding = new(static () => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    public static int Count(string text) => text.Length == 0 ? 0 : Encoding.Value.CountTokens(text, considerNormalization: false);
}
