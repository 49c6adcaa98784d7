namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>
/// What the tagger looks at for one token: the word and its ends, its shape, what it is known as, and the same of its neighbours. Each is
/// hashed to a row of weights. A change of any of them makes every model file void.
/// </summary>
internal static class TagFeatures
{
    public const int SlotBits = 16;
    public const int SlotCount = 1 << SlotBits;

    /// <summary>Features of a token.</summary>
    public const int Count = 33;

    private const ulong Mixer = 0x9E3779B97F4A7C15;

    /// <param name="tokens">With padding: see <see cref="TokenBuffer.Pad"/>.</param>
    /// <param name="i">The token's place in the arrays.</param>
    /// <param name="slots"><see cref="Count"/> of them.</param>
    public static void Extract(TokenBuffer tokens, int i, Span<ushort> slots)
    {
        var words = tokens.Words.AsSpan(i - TokenBuffer.Pad, (2 * TokenBuffer.Pad) + 1);
        var shapes = tokens.Shapes.AsSpan(i - TokenBuffer.Pad, (2 * TokenBuffer.Pad) + 1);
        var kinds = tokens.Kinds.AsSpan(i - TokenBuffer.Pad, (2 * TokenBuffer.Pad) + 1);
        ulong word = words[3], before = words[2], after = words[4];
        ulong shape = shapes[3], shapeBefore = shapes[2], shapeAfter = shapes[4];
        ulong kind = (ulong)kinds[3];
        var own = shape | (tokens.Foreign[i] ? (ulong)TokenShape.Foreign : 0);
        var around = Around(shapes, kinds);
        ulong rough = Rough(kinds[3]), roughBefore = Rough(kinds[2]), roughAfter = Rough(kinds[4]);
        var tail = tokens.Tails[i];
        var last3 = tail & 0xFFFF_FFFF_FFFF;
        var start = LineStart(shapes[2], shapes[1], kinds[1]);
        int first = i - tokens.RunBefore[i], last = i + tokens.RunAfter[i];
        ulong runBefore = tokens.Words[first - 1], runAfter = tokens.Words[last + 1], runKinds = Rough(tokens.RunKinds[i]);
        var place = (uint)(Math.Min(i - first, 3) + (4 * Math.Min(last - i, 3)));
        _ = slots[Count - 1];

        slots[0] = Slot(0, 0);
        slots[1] = Slot(1, word);
        slots[2] = Slot(2, word | (own << 32));
        slots[3] = Slot(3, own | (kind << 8));
        slots[4] = Slot(4, tail);
        slots[5] = Slot(5, last3);
        slots[6] = Slot(6, (tail & 0xFFFF_FFFF) | (own << 32));
        slots[7] = Slot(7, tokens.Heads[i] & 0xFFFF_FFFF_FFFF);
        slots[8] = Slot(8, before);
        slots[9] = Slot(9, after);
        slots[10] = Slot(10, words[1] | (own << 32));
        slots[11] = Slot(11, words[5] | (own << 32));
        slots[12] = Slot(12, own | (shapeBefore << 8) | (shapeAfter << 16));
        slots[13] = Slot(13, before | (own << 32));
        slots[14] = Slot(14, after | (own << 32));
        slots[15] = Slot(15, Pair(words[1], before) ^ own);
        slots[16] = Slot(16, Pair(after, words[5]) ^ own);
        slots[17] = Slot(17, own | (kind << 8) | (start << 24));
        slots[18] = Slot(18, rough | (roughBefore << 8) | (roughAfter << 16) | (own << 24));
        slots[19] = Slot(19, own | (shapeBefore << 8) | ((ulong)shapes[1] << 16) | (rough << 24));
        slots[20] = Slot(20, own | (shapeAfter << 8) | ((ulong)shapes[5] << 16) | (rough << 24));
        slots[21] = Slot(21, own | (around << 8));
        slots[22] = Slot(22, own | (around << 8) | (rough << 24) | (start << 32));
        slots[23] = Slot(23, before | (rough << 32) | (own << 40));
        slots[24] = Slot(24, after | (rough << 32) | (own << 40));
        slots[25] = Slot(25, own | (shapeBefore << 8) | ((ulong)shapes[1] << 16) | ((ulong)shapes[0] << 24) | (shapeAfter << 32));
        slots[26] = Slot(26, last3 ^ (around << 50));
        slots[27] = Slot(27, runBefore | (own << 32) | ((ulong)place << 40));
        slots[28] = Slot(28, runAfter | (own << 32) | ((ulong)place << 40));
        slots[29] = Slot(29, Pair(runBefore, runAfter) ^ (own << 8) ^ place);
        slots[30] = Slot(30, own | (rough << 8) | (runKinds << 16) | ((ulong)place << 24));
        slots[31] = Slot(31, own | (runKinds << 8) | ((ulong)place << 16) | ((ulong)tokens.Shapes[first - 1] << 24) | ((ulong)tokens.Shapes[last + 1] << 32));
        slots[32] = Slot(32, own | (kind << 8) | (tokens.IsLower ? 1ul << 24 : 0) | (rough << 32) | (roughBefore << 40));
    }

    /// <summary>The kinds folded to a few, so that what follows from them is learned from fewer examples.</summary>
    private static ulong Rough(WordKinds kinds)
    {
        ulong rough = 0;
        rough |= (kinds & (WordKinds.FirstName | WordKinds.LastName)) != 0 ? 1u : 0;
        rough |= (kinds & (WordKinds.City | WordKinds.Country)) != 0 ? 2u : 0;
        rough |= (kinds & WordKinds.StreetWord) != 0 ? 4u : 0;
        rough |= (kinds & WordKinds.Title) != 0 ? 8u : 0;
        rough |= (kinds & (WordKinds.OrganizationName | WordKinds.OrganizationWord)) != 0 ? 16u : 0;
        rough |= (kinds & WordKinds.Common) != 0 ? 32u : 0;
        rough |= (kinds & WordKinds.Calendar) != 0 ? 64u : 0;
        rough |= (kinds & WordKinds.Nationality) != 0 ? 128u : 0;
        return rough;
    }

    /// <summary>Whether numbers and street words are within three tokens, on which side.</summary>
    private static ulong Around(ReadOnlySpan<byte> shapes, ReadOnlySpan<WordKinds> kinds)
    {
        ulong around = 0;
        for (var i = 0; i < 7; i++)
        {
            if (i == 3)
            {
                continue;
            }

            var side = i < 3 ? 0 : 1;
            around |= TokenShape.IsNumber(shapes[i]) ? 1ul << side : 0;
            around |= (kinds[i] & WordKinds.StreetWord) != 0 ? 4ul << side : 0;
        }

        return around;
    }

    /// <summary>Whether a sentence or a line begins here, where a capital says nothing.</summary>
    private static ulong LineStart(byte before, byte twoBefore, WordKinds kindTwoBefore) => before switch
    {
        TokenShape.Stop when twoBefore == TokenShape.OneCapital || (kindTwoBefore & WordKinds.Title) != 0 => 5,
        TokenShape.Edge => 1,
        TokenShape.NewLine => 2,
        TokenShape.Stop or TokenShape.Mark => 3,
        TokenShape.Quote or TokenShape.Colon or TokenShape.Bracket => 4,
        _ => 0,
    };

    private static ulong Pair(ulong first, ulong second) => (first << 32) ^ (second * 0xC2B2AE3D27D4EB4F);

    private static ushort Slot(ulong feature, ulong value)
    {
        var mixed = (value + (feature * 0xD6E8FEB86659FD93)) * Mixer;
        return (ushort)(((mixed ^ (mixed >> 32)) * Mixer) >> (64 - SlotBits));
    }
}
