namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>Whether what has come of a text so far may be the beginning of a JSON object or array. Sees what is outside of its strings, and their first quotes.</summary>
internal sealed class JsonPrefix
{
    // Bit i is set if the container at that depth is an object.
    private const int Deepest = 64;

    private ulong _objects;
    private int _depth;
    private Expected _next;

    private enum Expected
    {
        Container,
        Value,
        ValueOrEnd,
        Key,
        KeyOrEnd,
        Colon,
        Literal,
        CommaOrEnd,
        Nothing,
    }

    public void Begin() => (_objects, _depth, _next) = (0, 0, Expected.Container);

    /// <summary>False where it is no JSON.</summary>
    public bool Take(char letter)
    {
        if (_next == Expected.Literal)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.')
            {
                return true;
            }

            _next = Expected.CommaOrEnd;
        }

        return char.IsWhiteSpace(letter) || letter switch
        {
            '{' or '[' => Open(letter == '{'),
            '}' or ']' => Close(letter == '}'),
            '"' => OpenString(),
            ':' => Turn(_next == Expected.Colon, Expected.Value),
            ',' => Turn(_next == Expected.CommaOrEnd && _depth > 0, IsObject ? Expected.Key : Expected.Value),
            _ => Turn(_next is Expected.Value or Expected.ValueOrEnd && (char.IsAsciiDigit(letter) || letter is '-' or 't' or 'f' or 'n'), Expected.Literal),
        };
    }

    private bool IsObject => (_objects >> (_depth - 1) & 1) != 0;

    private bool Turn(bool allowed, Expected next)
    {
        _next = next;
        return allowed;
    }

    private bool Open(bool isObject)
    {
        if (_next is not (Expected.Container or Expected.Value or Expected.ValueOrEnd) || _depth == Deepest)
        {
            return false;
        }

        _objects = isObject ? _objects | 1UL << _depth : _objects & ~(1UL << _depth);
        _depth++;
        _next = isObject ? Expected.KeyOrEnd : Expected.ValueOrEnd;
        return true;
    }

    private bool Close(bool isObject)
    {
        if (_depth == 0 || IsObject != isObject || _next is not (Expected.CommaOrEnd or Expected.KeyOrEnd or Expected.ValueOrEnd))
        {
            return false;
        }

        _next = --_depth == 0 ? Expected.Nothing : Expected.CommaOrEnd;
        return true;
    }

    private bool OpenString() => _next is Expected.Key or Expected.KeyOrEnd ? Turn(true, Expected.Colon) : Turn(_next is Expected.Value or Expected.ValueOrEnd, Expected.CommaOrEnd);
}
