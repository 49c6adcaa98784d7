using System.Diagnostics.CodeAnalysis;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines;

/// <summary>
/// What an engine is sent and nobody else may see: its keys and the values of its headers. Some engines repeat what they refuse, and what an
/// engine says goes to clients and into the log, so it is taken out of that first.
/// </summary>
internal sealed class EngineSecrets
{
    private const string Mask = "***";

    // Shorter values are words and numbers, not secrets; without them messages would lose their sense.
    private const int LeastLength = 8;

    // Longest first: one may hold another.
    private readonly string[] _values;

    public EngineSecrets(EngineOptions options) => _values =
    [
        .. options.Headers.Values.Concat(options.ApiKeys).Append(options.ApiKey ?? string.Empty)
            .SelectMany(value => (string[])[value, value[(value.LastIndexOf(' ') + 1)..]])
            .Where(value => value.Length >= LeastLength)
            .Distinct()
            .OrderByDescending(value => value.Length),
    ];

    /// <summary>The same without secrets, also where the end of one was clipped off.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        if (text is null)
        {
            return null;
        }

        foreach (var value in _values)
        {
            text = text.Replace(value, Mask, StringComparison.OrdinalIgnoreCase);
            text = text.EndsWith('…') && Clipped(text.AsSpan(0, text.Length - 1), value) is > 0 and var length ? $"{text.AsSpan(0, text.Length - 1 - length)}{Mask}…" : text;
        }

        return text;
    }

    /// <summary>The same without secrets.</summary>
    public EngineError Redact(EngineError error) => new(
        Redact(error.Message), Redact(error.Type), Redact(error.Param), Redact(error.Code),
        error.Inner is { } inner && Array.Exists(_values, value => inner.GetRawText().Contains(value, StringComparison.OrdinalIgnoreCase)) ? null : error.Inner);

    // How much of the text's end is the beginning of the secret.
    private static int Clipped(ReadOnlySpan<char> text, string value)
    {
        for (var length = Math.Min(value.Length - 1, text.Length); length >= LeastLength; length--)
        {
            if (text.EndsWith(value.AsSpan(0, length), StringComparison.OrdinalIgnoreCase))
            {
                return length;
            }
        }

        return 0;
    }
}
