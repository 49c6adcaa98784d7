using System.Globalization;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// In how many JSON strings a place of streamed JSON is: 1 in a string, 2 in a string of JSON that is in a string itself. What stands there has
/// to be escaped as often. A string is taken for JSON while it may be the beginning of an object or an array.
/// </summary>
internal sealed class StringDepth
{
    private const int Deepest = 4;

    private readonly Level[] _levels = [.. Enumerable.Range(0, Deepest).Select(static _ => new Level())];

    public int Current
    {
        get
        {
            var depth = 0;
            while (depth < Deepest && _levels[depth].IsInString)
            {
                if (!_levels[depth++].HoldsJson)
                {
                    break;
                }
            }

            return depth;
        }
    }

    /// <summary>Goes on over what comes next.</summary>
    public void Pass(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            Pass(0, letter);
        }
    }

    private void Pass(int depth, char letter)
    {
        var level = _levels[depth];
        if (level.IsInString)
        {
            if (level.Decode(letter) is { } decoded && level.HoldsJson && depth + 1 < Deepest)
            {
                Pass(depth + 1, decoded);
            }

            return;
        }

        if (depth > 0 && !level.Around.Take(letter))
        {
            _levels[depth - 1].HoldsJson = false;
        }
        else if (letter == '"')
        {
            level.Open();
            if (depth + 1 < Deepest)
            {
                _levels[depth + 1].Begin();
            }
        }
    }

    private sealed class Level
    {
        private readonly char[] _digits = new char[4];
        private int _digitsLeft;
        private bool _isEscaped;

        public bool IsInString { get; private set; }

        /// <summary>The string that is open may be JSON.</summary>
        public bool HoldsJson { get; set; }

        /// <summary>What is around this level's strings.</summary>
        public JsonPrefix Around { get; } = new();

        public void Open() => (IsInString, HoldsJson, _isEscaped, _digitsLeft) = (true, true, false, 0);

        public void Begin()
        {
            IsInString = false;
            Around.Begin();
        }

        /// <summary>The character that ends here; null where none does.</summary>
        public char? Decode(char letter)
        {
            if (_digitsLeft > 0)
            {
                _digits[^_digitsLeft] = letter;
                return --_digitsLeft == 0 && ushort.TryParse(_digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code) ? (char)code : null;
            }

            if (_isEscaped)
            {
                _isEscaped = false;
                if (letter == 'u')
                {
                    _digitsLeft = _digits.Length;
                    return null;
                }

                return letter is 'n' or 'r' or 't' or 'b' or 'f' ? ' ' : letter;
            }

            _isEscaped = letter == '\\';
            IsInString = letter != '"';
            return _isEscaped || !IsInString ? null : letter;
        }
    }
}
