using System.Security.Cryptography;

namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>
/// Addresses of cryptocurrencies whose checksum can be computed: Base58Check (Bitcoin, Litecoin, Dogecoin, Dash, Tron), Bech32 and Bech32m
/// (Bitcoin, Litecoin, Cardano, Cosmos), Ethereum's (in one case, or with EIP-55's capitals).
/// </summary>
internal sealed class CryptoAddresses() : WordRecogniser(PiiType.Crypto)
{
    private const int HexLength = 42;
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int Bech32Sum = 1;
    private const int Bech32MSum = 0x2bc830a3;

    private static readonly string[] HumanParts = ["bc", "tb", "bcrt", "ltc", "addr", "stake", "cosmos"];

    public override bool Wants(WordShape shape, int length) => shape != WordShape.Digits && length is >= 26 and <= 110;

    public override void Look(in PiiSearch search, Word word)
    {
        var text = search.Text;
        if (!Edges.Stand(text, word.Start, word.End))
        {
            return;
        }

        var address = text[word.Start..word.End];
        var score = address switch
        {
            ['0', 'x' or 'X', ..] => address.Length == HexLength ? HexScore(address[2..]) : 0,
            { Length: >= 26 and <= 35 } when address[0] is '1' or '3' or 'L' or 'M' or 'D' or 'A' or '9' or 'X' or '7' or 'T' && IsBase58Check(address) => 1f,
            _ => IsBech32(address) ? 1f : 0,
        };
        search.Report(word.Start, word.End, PiiType.Crypto, score);
    }

    private static float HexScore(ReadOnlySpan<char> hex)
    {
        bool upper = false, lower = false;
        foreach (var c in hex)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return 0;
            }

            upper |= char.IsAsciiLetterUpper(c);
            lower |= char.IsAsciiLetterLower(c);
        }

        // Without capitals there is no checksum, but nothing else has 40 hexadecimal digits after 0x.
        return upper && lower ? HasRightCapitals(hex) ? 1 : .4f : hex.ContainsAnyExcept(hex[0]) ? .8f : 0;
    }

    private static bool HasRightCapitals(ReadOnlySpan<char> hex)
    {
        Span<byte> lower = stackalloc byte[hex.Length];
        for (var i = 0; i < hex.Length; i++)
        {
            lower[i] = (byte)char.ToLowerInvariant(hex[i]);
        }

        Span<byte> hash = stackalloc byte[32];
        Keccak.Hash256(lower, hash);
        for (var i = 0; i < hex.Length; i++)
        {
            var nibble = (i & 1) == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
            if (char.IsAsciiLetter(hex[i]) && char.IsAsciiLetterUpper(hex[i]) != nibble >= 8)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>25 bytes, the last four of which are the first of the others' double SHA-256.</summary>
    private static bool IsBase58Check(ReadOnlySpan<char> address)
    {
        Span<byte> bytes = stackalloc byte[25];
        bytes.Clear();
        foreach (var c in address)
        {
            var carry = Base58.IndexOf(c, StringComparison.Ordinal);
            if (carry < 0)
            {
                return false;
            }

            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                carry += bytes[i] * 58;
                bytes[i] = (byte)carry;
                carry >>= 8;
            }

            if (carry != 0)
            {
                return false;
            }
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..21], hash);
        SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(bytes[21..]);
    }

    /// <summary>BIP 173 and BIP 350.</summary>
    private static bool IsBech32(ReadOnlySpan<char> address)
    {
        var separator = address.LastIndexOf('1');
        if (separator < 2 || address.Length - separator < 7 || !IsKnown(address[..separator]))
        {
            return false;
        }

        var sum = 1u;
        foreach (var c in address[..separator])
        {
            sum = Step(sum, char.ToLowerInvariant(c) >> 5);
        }

        sum = Step(sum, 0);
        foreach (var c in address[..separator])
        {
            sum = Step(sum, char.ToLowerInvariant(c) & 31);
        }

        bool upper = false, lower = false;
        foreach (var c in address[(separator + 1)..])
        {
            upper |= char.IsAsciiLetterUpper(c);
            lower |= char.IsAsciiLetterLower(c);
            var value = Bech32.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            sum = Step(sum, value);
        }

        return !(upper && lower) && sum is Bech32Sum or Bech32MSum;
    }

    private static uint Step(uint sum, int value)
    {
        var top = sum >> 25;
        sum = ((sum & 0x1ffffff) << 5) ^ (uint)value;
        return sum
            ^ ((top & 1) != 0 ? 0x3b6a57b2u : 0)
            ^ ((top & 2) != 0 ? 0x26508e6du : 0)
            ^ ((top & 4) != 0 ? 0x1ea119fau : 0)
            ^ ((top & 8) != 0 ? 0x3d4233ddu : 0)
            ^ ((top & 16) != 0 ? 0x2a1462b3u : 0);
    }

    private static bool IsKnown(ReadOnlySpan<char> part)
    {
        foreach (var known in HumanParts)
        {
            if (part.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
