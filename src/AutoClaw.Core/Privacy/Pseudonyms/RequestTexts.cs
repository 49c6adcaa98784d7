using System.Text.Json;
using AutoClaw.Core.Wire;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// Scans every text of a request, whatever its wire: each string value in the body, and in what is of the user's own making (arguments of
/// calls, results, metadata) names and long numbers as well. For one request at a time; use it again for the next.
/// </summary>
/// <param name="scan">Looks through one text.</param>
public sealed class RequestTexts(PiiScan scan)
{
    /// <summary>Deepest nesting, in the body and in JSON that is in its strings.</summary>
    public const int MaxDepth = StrictJsonReader.MaxDepth;

    // Numbers of fewer digits are counts and years, seldom anybody's.
    private const int ShortestNumber = 9;

    private readonly TextLayers _layers = new();
    private readonly FoundTexts _found = new(scan);

    /// <summary>What <paramref name="body"/> tells of somebody, in its order; stretches may overlap. Valid until the next call.</summary>
    /// <param name="body">A request that the scan of its wire has found sound.</param>
    /// <exception cref="JsonException">It is not.</exception>
    public IReadOnlyList<RequestFinding> Find(ReadOnlyMemory<byte> body)
    {
        try
        {
            _layers.Begin(body);
            _found.Begin(_layers);
            Walk(0, TextRegion.Top, default);
            return _found.Findings;
        }
        finally
        {
            _found.End();
            _layers.End();
        }
    }

    private void Walk(int layer, TextRegion region, ByteRange name)
    {
        var json = Reader(_layers.Of(layer));
        json.Read();
        WalkValue(ref json, layer, region switch { TextRegion.Top => TextRule.Text, _ => TextRule.Data }, region, name, 0);
    }

    private static Utf8JsonReader Reader(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = MaxDepth });

    // The name of a value in the user's data is read before it: "born: 1970-01-01" says more than the date alone.
    private void WalkValue(ref Utf8JsonReader json, int layer, TextRule rule, TextRegion inside, ByteRange name, int owner)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                WalkString(ref json, layer, rule, name, owner);
                break;
            case JsonTokenType.Number when inside == TextRegion.Data && json.ValueSpan.Length >= ShortestNumber:
                _found.AddNumber(layer, new ByteRange((int)json.TokenStartIndex, json.ValueSpan.Length), name);
                break;
            case JsonTokenType.StartArray:
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    WalkValue(ref json, layer, rule, inside, name, owner);
                }

                break;
            case JsonTokenType.StartObject:
                WalkObject(ref json, layer, inside);
                break;
        }
    }

    private void WalkObject(ref Utf8JsonReader json, int layer, TextRegion region)
    {
        var start = (int)json.TokenStartIndex;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = new ByteRange((int)json.TokenStartIndex + 1, json.ValueSpan.Length);
            var rule = TextRules.Of(region, json.ValueSpan);
            if (region == TextRegion.Data)
            {
                _found.AddName(layer, name);
            }

            json.Read();
            WalkValue(ref json, layer, rule, InsideOf(region, rule), region == TextRegion.Data ? name : default, start);
        }
    }

    private static TextRegion InsideOf(TextRegion region, TextRule rule) => rule switch
    {
        TextRule.Data => TextRegion.Data,
        TextRule.Schema => TextRegion.Schema,
        TextRule.Schemas => TextRegion.Schemas,
        TextRule.Messages => TextRegion.Message,
        _ => region is TextRegion.Data or TextRegion.Schema ? region : TextRegion.Protocol,
    };

    private void WalkString(ref Utf8JsonReader json, int layer, TextRule rule, ByteRange name, int owner)
    {
        var raw = json.ValueSpan;
        if (raw.IsEmpty || (rule == TextRule.Word && TextRules.IsWord(raw)))
        {
            return;
        }

        var inside = new ByteRange((int)json.TokenStartIndex + 1, raw.Length);
        if (RequestMedia.IsDataUrl(raw, out var type, out var content))
        {
            _found.AddEncoded(layer, inside, content, type);
        }
        else if (rule == TextRule.Sealed && TextRules.IsBase64(raw))
        {
            // Nothing to read.
        }
        else if (rule == TextRule.Media && TextRules.IsBase64(raw) && RequestMedia.TypeOf(_layers.Of(layer)[owner..]) is { IsEmpty: false } media)
        {
            _found.AddEncoded(layer, inside, raw, media);
        }
        else if (layer < TextLayers.Deepest && MayBeJson(raw) && TryOpen(layer, inside))
        {
            Walk(layer + 1, TextRegion.Data, default);
        }
        else
        {
            _found.AddText(layer, inside, name);
        }
    }

    private bool TryOpen(int layer, ByteRange inside)
    {
        _layers.Open(layer, inside);
        try
        {
            var json = Reader(_layers.Of(layer + 1));
            while (json.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            // A text that looks like JSON at both ends.
            return false;
        }
    }

    private static bool MayBeJson(ReadOnlySpan<byte> raw)
    {
        var text = raw;
        while (text is [(byte)' ', ..] or [(byte)'\\', (byte)'n' or (byte)'r' or (byte)'t', ..])
        {
            text = text[(text[0] == (byte)' ' ? 1 : 2)..];
        }

        while (text is [.., (byte)' '] or [.., (byte)'\\', (byte)'n' or (byte)'r' or (byte)'t'])
        {
            text = text[..^(text[^1] == (byte)' ' ? 1 : 2)];
        }

        return text is [(byte)'{', .., (byte)'}'] or [(byte)'[', .., (byte)']'];
    }
}
