using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;
using CsCheck;

namespace AutoClaw.Tests.Options;

/// <summary>Whatever a file holds, reading it answers with options or with problems at places that exist.</summary>
public sealed class ConfigFuzzTests
{
    private const int Samples = 3_000;

    // YAML's own idea of a line's end.
    private static readonly char[] LineBreaks = ['\r', '\n', '\u0085', '\u2028', '\u2029'];

    private static readonly Gen<string> Token = Gen.OneOf(
        "engines", "routes", "auto", "listen", "auth", "keys", "id", "hash", "kind", "place", "model", "base_url", "aim", "quality", "price",
        ":", ": ", "-", "- ", "\n", "\n  ", "\n    ", "\t", "{", "}", "[", "]", ",", "\"", "'", "#", "&a", "*a", "<<: *a", "!", "!!str", "|", ">", "?", "%", "@", "`",
        "${", "${A}", "${A:-1}", "$${", "}", "~", "null", "true", "1", "-1", "1e400", ".5", "NaN", "5s", "http://x", "simulator", "local", "cloud", "---", "...", "\0", "\u2028", "\ud800", "é", "x-");

    private static readonly Gen<string> Text = Gen.OneOf<string>(
        Token.List[0, 60].Select(tokens => string.Concat(tokens)),
        Gen.String[0, 200],
        Gen.Select(Gen.Int[0, ConfigText.Valid.Length], Gen.Int[0, 8], Token.List[0, 2]).Select((at, length, tokens) =>
            ConfigText.Valid[..at] + string.Concat(tokens) + ConfigText.Valid[Math.Min(at + length, ConfigText.Valid.Length)..]));

    [Fact]
    public void Parse_AnyText_AnswersWithOptionsOrErrors() => Text.Sample(
        text =>
        {
            var result = ConfigText.Parse(text, ("A", "1"));
            var lines = text.Split(LineBreaks).Length;
            return result.Options is null == result.Errors.Any()
                && result.Problems.All(problem => problem.At.Line >= 1 && problem.At.Column >= 1 && problem.At.Line <= lines + 1 && problem.Message.Length > 0);
        },
        iter: Samples);

    [Fact]
    public void Yaml_OfAnyValidFile_ReadsBackAsTheSame()
    {
        var valid = 0;
        Text.Sample(
            text =>
            {
                var first = ConfigText.Parse(text, ("A", "1"), ("OPENAI_API_KEY", "x"));
                if (first.Options is null)
                {
                    return true;
                }

                Interlocked.Increment(ref valid);
                var shown = ConfigShow.Yaml(first).Replace("hash: \"***\"", $"hash: \"{ConfigText.Hash}\"", StringComparison.Ordinal);
                return ConfigText.Parse(shown).Options is { } options
                    && ConfigShow.Values(options).ToJsonString() == ConfigShow.Values(first.Options).ToJsonString();
            },
            iter: 3 * Samples);

        // The edits leave enough of the files valid; with none this would test nothing.
        Assert.True(valid > 20, $"only {valid} valid files");
    }

    [Fact]
    public void Distance_AnyWords_IsAMetricWithinBounds() => Gen.Select(Gen.String[Gen.Char['a', 'e'], 0, 8], Gen.String[Gen.Char['a', 'e'], 0, 8]).Sample((left, right) =>
        Nearest.Distance(left, right) is var distance
        && distance == Nearest.Distance(right, left)
        && distance >= Math.Abs(left.Length - right.Length)
        && distance <= Math.Max(left.Length, right.Length)
        && (distance == 0) == (left == right));
}
