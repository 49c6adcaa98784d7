namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>How much the groups of a number look like a phone number's.</summary>
internal static class PhoneForm
{
    /// <summary>From here on a word near adds nothing.</summary>
    public const float Certain = .9f;

    /// <summary>Any digits, with a word near.</summary>
    public const float WithWord = .65f;

    public static readonly ContextWords Words = new(
        "phone", "phones", "telephone", "tel", "tel.", "mobile", "mob", "cell", "cellphone", "fax", "call", "calls", "called", "calling", "dial", "dialed",
        "ring", "text", "texted", "sms", "whatsapp", "signal", "imessage", "contact", "contact number", "desk", "hotline", "helpline", "voicemail", "landline",
        "reach", "reached", "message", "my number", "phone number", "registered", "office:", "home:", "work:", "direct:", "direct line", "handy", "handynummer",
        "telefon", "telefonnummer", "teléfono", "telefono", "móvil", "movil", "celular", "portable", "téléphone", "cellulare", "telefone", "telemóvel",
        "telefoon", "puhelin", "mobil", "telepono", "電話", "电话", "手机", "전화", "callback", "phone_number", "msisdn");

    /// <summary>What the form alone says.</summary>
    public static float Score(ReadOnlySpan<char> text, ReadOnlySpan<PhoneGroup> groups, PhoneLead lead)
    {
        var digits = Digits(groups);
        if (lead.Plus)
        {
            return digits is < 8 or > 16 || !CountryCodes.Begins(text[groups[0].Start..]) ? 0 : groups.Length > 1 || digits >= 11 ? .95f : .7f;
        }

        if (NorthAmerican(groups, digits) is > 0 and var score)
        {
            return score;
        }

        if (groups[0].First == 0 && groups.Length > 1 && groups[0].Digits >= 2)
        {
            return Trunk(text, groups, digits);
        }

        // China's mobile numbers.
        return groups.Length == 1 && digits == 11 && groups[0].First == 1 ? .3f : 0;
    }

    /// <summary>Whether a word near may make these digits a phone number.</summary>
    public static bool CanBeAny(ReadOnlySpan<char> text, ReadOnlySpan<PhoneGroup> groups)
    {
        var digits = Digits(groups);
        return digits is >= 7 and <= 15 && !IsDate(groups) && !IsIpAddress(groups) && !OnlyZerosAndOnes(text, groups) && Short(groups);
    }

    private static int Digits(ReadOnlySpan<PhoneGroup> groups)
    {
        var digits = 0;
        foreach (var group in groups)
        {
            digits += group.Digits;
        }

        return digits;
    }

    // A list of numbers has spaces and long groups, a phone number one long group at most.
    private static bool Short(ReadOnlySpan<PhoneGroup> groups)
    {
        var single = 0;
        var longs = 0;
        foreach (var group in groups)
        {
            single += group.Digits == 1 ? 1 : 0;
            longs += group.Digits > 5 ? 1 : 0;
        }

        return single <= 1 && longs <= 1;
    }

    private static float NorthAmerican(ReadOnlySpan<PhoneGroup> groups, int digits)
    {
        if (groups.Length > 1 && groups[0] is { Digits: 1, First: 1 })
        {
            groups = groups[1..];
            digits--;
        }

        if (digits != 10)
        {
            return 0;
        }

        if (groups.Length == 1)
        {
            return groups[0].First >= 2 ? .3f : 0;
        }

        if (groups is not [{ Digits: 3 }, { Digits: 3 }, { Digits: 4 }] || groups[0].First < 2)
        {
            return 0;
        }

        // An exchange begins with 2 to 9, but generated numbers do not keep to it.
        var spaced = groups[1].Separator is ' ' or '\u00A0' && groups[2].Separator is ' ' or '\u00A0' && !groups[0].Closed;
        return groups[1].First < 2 ? .4f : spaced ? .55f : .8f;
    }

    private static float Trunk(ReadOnlySpan<char> text, ReadOnlySpan<PhoneGroup> groups, int digits)
    {
        // 00 in place of the plus.
        if (text[groups[0].Start + 1] == '0')
        {
            var country = groups[0].Digits > 2 ? text[(groups[0].Start + 2)..] : text[groups[1].Start..];
            return digits is >= 10 and <= 17 && CountryCodes.Begins(country) && groups.Length > 2 ? .7f : 0;
        }

        if (digits is < 9 or > 11 || groups[0].Digits > 5)
        {
            return 0;
        }

        foreach (var group in groups[1..])
        {
            if (group.Digits < 2 || group.Separator is '/')
            {
                return 0;
            }
        }

        return groups.Length == 2 ? .45f : .55f;
    }

    // 2024-01-15, 15.01.2024, 1990-1995.
    private static bool IsDate(ReadOnlySpan<PhoneGroup> groups) => groups switch
    {
        [{ Digits: 4, First: 1 or 2 }, { Digits: 2 }, { Digits: 2 }, ..] => true,
        [{ Digits: 1 or 2 }, { Digits: 1 or 2 }, { Digits: 4, First: 1 or 2 }, ..] => true,
        [{ Digits: 4, First: 1 or 2 }, { Digits: 4, First: 1 or 2 }] => true,
        _ => false,
    };

    private static bool IsIpAddress(ReadOnlySpan<PhoneGroup> groups) => groups is
        [{ Digits: <= 3 }, { Digits: <= 3, Separator: '.' }, { Digits: <= 3, Separator: '.' }, { Digits: <= 3, Separator: '.' }];

    private static bool OnlyZerosAndOnes(ReadOnlySpan<char> text, ReadOnlySpan<PhoneGroup> groups) =>
        !text[groups[0].Start..groups[^1].End].ContainsAnyInRange('2', '9');
}
