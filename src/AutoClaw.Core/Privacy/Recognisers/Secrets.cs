using System.Buffers;

namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Keys and tokens by the shapes that their issuers give them, JSON Web Tokens and private keys in PEM.</summary>
internal sealed class Secrets() : TextRecogniser(PiiType.Secret)
{
    private const string Jwt = "eyJ";
    private const string Pem = "-----BEGIN ";
    private const int ShortestToken = 40;
    private const int LongestToken = 8192;
    private const int LongestPem = 16_384;

    private static readonly SearchValues<string> Beginnings = SearchValues.Create([Jwt, Pem, .. SecretShape.All.Select(static s => s.Prefix)], StringComparison.Ordinal);

    public override void Look(in PiiSearch search)
    {
        var text = search.Text;
        for (var at = 0; at < text.Length && text[at..].IndexOfAny(Beginnings) is >= 0 and var next;)
        {
            at += next;
            var end = 0;
            if (at == 0 || !(char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '_'))
            {
                end = text[at] switch
                {
                    'e' => JwtEnd(text, at),
                    '-' => PemEnd(text, at),
                    _ => 0,
                };
                var score = .95f;
                if (end == 0)
                {
                    (end, score) = KeyEnd(text, at);
                }

                if (end > 0)
                {
                    search.Report(at, end, PiiType.Secret, score);
                }
            }

            at = Math.Max(end, at + 1);
        }
    }

    private static (int End, float Score) KeyEnd(ReadOnlySpan<char> text, int at)
    {
        foreach (var shape in SecretShape.All)
        {
            if (shape.LengthIn(text[at..]) is > 0 and var length)
            {
                return (at + length, shape.Score);
            }
        }

        return default;
    }

    /// <summary>RFC 7519: three parts in base64url, the first two being JSON objects, which begin with {" and so with eyJ.</summary>
    private static int JwtEnd(ReadOnlySpan<char> text, int at)
    {
        // Within base64url there is no beginning, so no character is looked at twice.
        if (at > 0 && text[at - 1] == '-')
        {
            return 0;
        }

        var token = text[at..Math.Min(text.Length, at + LongestToken)];
        var head = PartLength(token);
        if (!token[head..].StartsWith("." + Jwt))
        {
            return 0;
        }

        var body = head + 1 + PartLength(token[(head + 1)..]);
        if (body == token.Length || token[body] != '.')
        {
            return 0;
        }

        var end = body + 1 + PartLength(token[(body + 1)..]);
        return end > ShortestToken ? at + (end == body + 1 ? body : end) : 0;
    }

    private static int PartLength(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExcept(Base64Url);
        return length < 0 ? text.Length : length;
    }

    /// <summary>From BEGIN … PRIVATE KEY to the END of it, or as far as its lines go: a key cut off is a key.</summary>
    private static int PemEnd(ReadOnlySpan<char> text, int at)
    {
        var block = text[at..Math.Min(text.Length, at + LongestPem)];
        var head = block[..Math.Min(block.Length, 64)];
        var label = head[Pem.Length..].IndexOf("-----", StringComparison.Ordinal);
        if (label < 0 || !head.Slice(Pem.Length, label).Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return 0;
        }

        var body = Pem.Length + label + 5;
        var end = block[body..].IndexOf("-----END ", StringComparison.Ordinal);
        if (end >= 0 && block[(body + end + 9)..].IndexOf("-----", StringComparison.Ordinal) is >= 0 and < 64 and var tail)
        {
            return at + body + end + 9 + tail + 5;
        }

        var stop = block[body..].IndexOfAnyExcept(PemSigns);
        return at + (stop < 0 ? block.Length : body + stop);
    }

    private static SearchValues<char> Base64Url { get; } = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static SearchValues<char> PemSigns { get; } = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n \\,:-");
}
