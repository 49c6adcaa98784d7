using System.Buffers;

namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>
/// A value after a name such as <c>password</c> or <c>api_key</c>: letters and digits mixed, no code and no placeholder. A word that a person
/// would choose for a password is not told from any other word, and not reported.
/// </summary>
internal sealed class Passwords() : TextRecogniser(PiiType.Secret)
{
    private const int Shortest = 8;
    private const int Longest = 256;

    private static readonly string[] Names =
    [
        "password", "passwd", "pwd", "passphrase", "secret", "api_key", "apikey", "api-key", "api key", "access_key", "access-key", "accesskey", "auth_token", "access_token", "refresh_token",
        "private_key", "client_secret", "bearer", "token", "accountkey", "sharedaccesskey", "passwort", "mot de passe", "contraseña",
    ];

    private static readonly string[] Placeholders = ["your", "xxx", "example", "changeme", "placeholder", "redacted", "***", "...", "<", "${", "{{", "123456", "test", "dummy"];
    private static readonly SearchValues<string> AnyName = SearchValues.Create(Names, StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> AnyPlaceholder = SearchValues.Create(Placeholders, StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \t\r\n\"'`,;<>()[]{}|");

    public override void Look(in PiiSearch search)
    {
        var text = search.Text;
        for (var at = 0; at < text.Length && text[at..].IndexOfAny(AnyName) is >= 0 and var next;)
        {
            at += next + NameLength(text[(at + next)..]);
            var start = ValueStart(text, at, out var assigned);
            if (!assigned)
            {
                continue;
            }

            var rest = text[start..Math.Min(text.Length, start + Longest + 1)];
            var length = rest.IndexOfAny(ValueEnd);
            var value = (length < 0 ? rest : rest[..length]).TrimEnd(".:!?");
            if (value.Length is >= Shortest and <= Longest && IsMixed(value) && value.IndexOfAny(AnyPlaceholder) < 0 && !(length >= 0 && rest[length] is '(' or '['))
            {
                search.Report(start, start + value.Length, PiiType.Secret, .7f);
                at = start + value.Length;
            }
        }
    }

    private static int NameLength(ReadOnlySpan<char> text)
    {
        foreach (var name in Names)
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return name.Length;
            }
        }

        return 1;
    }

    /// <summary>After <c>=</c>, <c>:</c>, <c>is</c> or, after "bearer", a space; with what quotes stand there.</summary>
    private static int ValueStart(ReadOnlySpan<char> text, int at, out bool assigned)
    {
        assigned = text[..at].EndsWith("bearer", StringComparison.OrdinalIgnoreCase);
        var limit = Math.Min(text.Length, at + 12);
        for (; at < limit; at++)
        {
            if (text[at] is '=' or ':')
            {
                assigned = true;
            }
            else if (text[at] is 'i' && at + 3 <= text.Length && text[at + 1] == 's' && text[at + 2] == ' ')
            {
                assigned = true;
                at++;
            }
            else if (text[at] is not (' ' or '"' or '\'' or '`' or '\\'))
            {
                break;
            }
        }

        return at;
    }

    /// <summary>Letters and digits, turning from one to the other more than once, or three kinds of characters: no word with a number after it, no version.</summary>
    private static bool IsMixed(ReadOnlySpan<char> value)
    {
        bool lower = false, upper = false, digit = false, sign = false;
        foreach (var c in value)
        {
            lower |= char.IsLower(c);
            upper |= char.IsUpper(c);
            digit |= char.IsAsciiDigit(c);
            sign |= !char.IsLetterOrDigit(c) && c is not ('_' or '.' or '-' or '/');
        }

        return digit && (lower || upper) && ((lower && upper) || sign || value.Length >= 16);
    }
}
