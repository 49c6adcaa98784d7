using System.Buffers;
using System.Text;
using AutoClaw.Core.Wire;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// A request with placeholders in place of what tells of somebody. All else is byte for byte what the client wrote. A value that was found
/// once, now or earlier in the conversation, is replaced wherever the request's texts have it.
/// </summary>
public sealed class MaskedRequest
{
    private MaskedRequest(ReadOnlyMemory<byte> body, PlaceholderSet placeholders, int redacted) =>
        (Body, Placeholders, Redacted) = (body, placeholders, redacted);

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The placeholders in it whose values come back. Only these may be restored in its answer.</summary>
    public PlaceholderSet Placeholders { get; }

    /// <summary>Places whose values do not come back.</summary>
    public int Redacted { get; }

    /// <summary>Null where it can't be done, so that the request has to stay: the whole of it must not leave.</summary>
    /// <param name="body">The client's request.</param>
    /// <param name="findings">What <see cref="RequestTexts"/> has found in it.</param>
    /// <param name="actionOf">What is done with each type.</param>
    /// <param name="map">The conversation's.</param>
    public static MaskedRequest? Create(ReadOnlyMemory<byte> body, IEnumerable<RequestFinding> findings, Func<PiiType, PiiAction> actionOf, PseudonymMap map)
    {
        var found = findings.Where(finding => actionOf(finding.Type) != PiiAction.Allow).ToList();
        var known = new KnownValues();
        map.CopyTo(known);
        foreach (var finding in found)
        {
            known.Add(finding.Type, ValueOf(body.Span, finding));
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        var sweep = new RequestTexts((text, spans) =>
        {
            known.Find(text, spans);
            Placeholder.Collect(text, taken);
        });
        found.AddRange(sweep.Find(body).Where(finding => actionOf(finding.Type) != PiiAction.Allow));
        return found.TrueForAll(finding => finding.Place != FindingPlace.Encoded && actionOf(finding.Type) is PiiAction.Redact or PiiAction.Pseudonymise)
            ? Replace(body, Merge(found), actionOf, (map, taken))
            : null;
    }

    private static MaskedRequest? Replace(
        ReadOnlyMemory<byte> body, List<RequestFinding> found, Func<PiiType, PiiAction> actionOf, (PseudonymMap Map, HashSet<string> Taken) names)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + 256);
        var used = new SortedSet<string>(StringComparer.Ordinal);
        var (at, redacted) = (0, 0);
        foreach (var finding in found)
        {
            string? placeholder;
            // Two names of one object must not become one.
            if (actionOf(finding.Type) == PiiAction.Redact && finding.Place != FindingPlace.Name)
            {
                placeholder = Placeholder.Redacted(finding.Type);
                redacted++;
            }
            else
            {
                placeholder = names.Map.PlaceholderOf(finding.Type, ValueOf(body.Span, finding), names.Taken);
                if (placeholder is null)
                {
                    return null;
                }

                used.Add(placeholder);
            }

            output.Write(body.Span[at..finding.Raw.Start]);
            Write(output, placeholder, finding);
            at = finding.Raw.End;
        }

        output.Write(body.Span[at..]);
        return new MaskedRequest(output.WrittenMemory, new PlaceholderSet(used), redacted);
    }

    private static void Write(ArrayBufferWriter<byte> output, string placeholder, RequestFinding finding)
    {
        // A quote inside a string is escaped, and its escape inside another one again.
        var quote = finding.Place != FindingPlace.Number ? ""u8 : finding.Strings switch { 0 => "\""u8, 1 => "\\\""u8, _ => "\\\\\\\""u8 };
        output.Write(quote);
        Encoding.ASCII.GetBytes(placeholder, output);
        output.Write(quote);
    }

    // In order, what overlaps as one.
    private static List<RequestFinding> Merge(List<RequestFinding> found)
    {
        found.Sort(static (a, b) => a.Raw.Start != b.Raw.Start ? a.Raw.Start.CompareTo(b.Raw.Start) : b.Raw.Length.CompareTo(a.Raw.Length));
        var merged = new List<RequestFinding>(found.Count);
        foreach (var finding in found)
        {
            if (merged is [.., var last] && finding.Raw.Start < last.Raw.End)
            {
                var end = Math.Max(last.Raw.End, finding.Raw.End);
                merged[^1] = (finding.Score > last.Score ? finding : last) with { Raw = new ByteRange(last.Raw.Start, end - last.Raw.Start) };
            }
            else
            {
                merged.Add(finding);
            }
        }

        return merged;
    }

    private static string ValueOf(ReadOnlySpan<byte> body, RequestFinding finding)
    {
        var raw = finding.Raw.Of(body);
        for (var i = 1; i < finding.Strings; i++)
        {
            var inner = new byte[raw.Length];
            raw = inner.AsSpan(0, EscapedText.Unescape(raw, inner));
        }

        var text = new char[raw.Length];
        return new string(text, 0, EscapedText.Decode(raw, text));
    }
}
