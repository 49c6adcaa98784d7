using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;

namespace AutoClaw.Tests.Privacy.Pseudonyms;

/// <summary>A scan that knows what it looks for, so that tests of what becomes of it need no recogniser.</summary>
internal static class KnownSecrets
{
    public static PiiScan Scan(params (string Value, PiiType Type)[] secrets) => (text, spans) =>
    {
        foreach (var (value, type) in secrets)
        {
            for (var at = 0; text[at..].IndexOf(value) is >= 0 and var next; at += next + value.Length)
            {
                spans.Add(new PiiSpan(at + next, at + next + value.Length, type, 0.9f));
            }
        }
    };

    public static PiiScan Record(List<string> texts) => (text, _) => texts.Add(text.ToString());
}
