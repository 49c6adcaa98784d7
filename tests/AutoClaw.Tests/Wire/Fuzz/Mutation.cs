using System.Text;

namespace AutoClaw.Tests.Wire.Fuzz;

/// <summary>Spoils bytes in the ways that readers of JSON and of event streams stumble over.</summary>
internal sealed class Mutation(Random random, IReadOnlyList<byte[]> seeds)
{
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "\\ud800", "\\udc00", "\\u0000", "\\", "\"", "{", "}", "[", "]", ",", ":", "null", "true", "\"\"", "[]", "{}", "-1", "0", "1e999", "-1e999",
            "\"NaN\"", "\"Infinity\"", "99999999999999999999", "1.5", "\n\n", "\r", "\r\n\r\n", "data:", "data: ", "event: x\n", ":", "[DONE]", "\ufeff", "\u2028",
            "\"data:image/png;base64,\"", "\"type\":", "\"index\":-2147483648,", "\"index\":2147483647,",
        }.Select(Encoding.UTF8.GetBytes),
        Encoding.UTF8.GetBytes(new string('[', 700)),
        [0xff], [0xc3], [0xed, 0xa0, 0x80], [0],
    ];

    public byte[] Next()
    {
        var bytes = seeds[random.Next(seeds.Count)].ToList();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            Spoil(bytes);
        }

        return [.. bytes];
    }

    private void Spoil(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 3:
                var other = seeds[random.Next(seeds.Count)];
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(1, 200), other.Length - from)).ToArray());
                break;
            case 4:
                PutInPlaceOfValue(bytes);
                break;
            default:
                bytes.InsertRange(at, Words[random.Next(Words.Length)]);
                break;
        }
    }

    // What stays JSON gets further than what does not.
    private void PutInPlaceOfValue(List<byte> bytes)
    {
        var colons = Enumerable.Range(0, bytes.Count).Where(i => bytes[i] == (byte)':').ToList();
        if (colons.Count == 0)
        {
            return;
        }

        var start = colons[random.Next(colons.Count)] + 1;
        var end = bytes.FindIndex(start, each => each is (byte)',' or (byte)'}' or (byte)']');
        if (end > start)
        {
            bytes.RemoveRange(start, end - start);
            bytes.InsertRange(start, Words[random.Next(Words.Length)]);
        }
    }
}
