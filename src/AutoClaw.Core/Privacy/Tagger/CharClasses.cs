using System.Globalization;
using System.Runtime.CompilerServices;

namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>The class of each UTF-16 unit, looked up once for all.</summary>
internal static class CharClasses
{
    private static readonly CharClass[] Table = Enumerable.Range(0, char.MaxValue + 1).Select(static c => Find((char)c)).ToArray();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharClass Of(char c) => Table[c];

    private static CharClass Find(char c) => c switch
    {
        '_' => CharClass.Joint,
        '\n' or '\r' or '\u0085' or '\u2028' or '\u2029' => CharClass.NewLine,
        _ => char.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.LowercaseLetter => CharClass.Lower,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => CharClass.Upper,
            UnicodeCategory.DecimalDigitNumber => CharClass.Digit,
            UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark => CharClass.Caseless,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.Control => CharClass.Space,
            _ => CharClass.Other,
        },
    };
}
