using System.Text.Json;

namespace AutoClaw.Core.Verify;

/// <summary>A scorer of <see cref="AnswerFeatures"/> as a small JSON file, with a note of what it was trained on.</summary>
public static class GainScorerFile
{
    // What the weights mean depends on the features: a change of those is a new version.
    private const int Version = 1;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <param name="scorer">The weights.</param>
    /// <param name="trainedOn">What they were fitted to.</param>
    public static string Write(GainScorer scorer, string trainedOn) =>
        JsonSerializer.Serialize(new Content(Version, trainedOn, [.. scorer.LocalFails], [.. scorer.CloudFails]), Json) + "\n";

    /// <summary>Null where the text is no such file, or of another version.</summary>
    public static GainScorer? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Content>(text, Json) is { Version: Version, LocalFails.Length: AnswerFeatures.Count, CloudFails.Length: AnswerFeatures.Count } content
                ? new GainScorer(content.LocalFails, content.CloudFails)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static GainScorer ReadResource(string name)
    {
        using var stream = typeof(GainScorerFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"This build lacks its answer scorer ({name}).");
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd()) ?? throw new InvalidOperationException($"This build's answer scorer ({name}) is damaged.");
    }

    private sealed record Content(int Version, string? TrainedOn, double[]? LocalFails, double[]? CloudFails);
}
