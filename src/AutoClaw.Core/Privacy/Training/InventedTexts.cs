using System.Globalization;
using System.Text;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>Makes training texts: other names in the texts that there are, and names in sentences of our own.</summary>
internal sealed class InventedTexts
{
    private const double LowerText = 0.10;
    private const double UpperText = 0.02;
    private const double LowerValue = 0.06;
    private const double LowerOrganization = 0.02;
    private const double UpperPlace = 0.15;

    private readonly InventedNames _names;
    private readonly InventedAddresses _addresses;

    public InventedTexts(SeededRandom random)
    {
        _names = new InventedNames(random);
        _addresses = new InventedAddresses(_names);
    }

    /// <summary>The same text about others.</summary>
    public TaggerText Vary(TaggerText text)
    {
        var made = new Maker();
        var at = 0;
        foreach (var span in text.Spans)
        {
            made.Append(text.Text[at..span.Start]);
            made.Append(Cased(Other(span.Type, text.Text[span.Start..span.End]), span.Type), span.Type);
            at = span.End;
        }

        made.Append(text.Text[at..]);
        return Cased(made.Build(text.Id, text.Template));
    }

    /// <summary>A sentence with its placeholders filled.</summary>
    public TaggerText Fill(string sentence)
    {
        var made = new Maker();
        var at = 0;
        while (sentence.IndexOf('{', at) is var open && open >= 0)
        {
            var close = sentence.IndexOf('}', open);
            if (close < 0 || Value(sentence[(open + 1)..close]) is not { } value)
            {
                // Not a placeholder: a brace of a sentence that shows JSON.
                made.Append(sentence[at..(open + 1)]);
                at = open + 1;
                continue;
            }

            made.Append(sentence[at..open]);
            made.Append(value.Type is { } type ? Cased(value.Text, type) : value.Text, value.Type);
            at = close + 1;
        }

        made.Append(sentence[at..]);
        return Cased(made.Build("own", sentence));
    }

    private static TaggerText In(TaggerText text, Func<string, string> casing)
    {
        // Some capitals have no lower-case form of one unit; then the places would no longer fit.
        var cased = casing(text.Text);
        return cased.Length == text.Text.Length ? text with { Text = cased } : text;
    }

    private TaggerText Cased(TaggerText text) => _names.Below(1000) switch
    {
        < (int)(1000 * LowerText) => In(text, static t => t.ToLowerInvariant()),
        < (int)(1000 * (LowerText + UpperText)) => In(text, static t => t.ToUpperInvariant()),
        _ => text,
    };

    private string Cased(string value, PiiType type)
    {
        if (type == PiiType.Location && _names.Chance(UpperPlace))
        {
            return value.ToUpperInvariant();
        }

        return _names.Chance(type == PiiType.Organization ? LowerOrganization : LowerValue) ? value.ToLowerInvariant() : value;
    }

    private string Other(PiiType type, string value) => type switch
    {
        // A third of the values stay: the real ones have forms that no list has.
        PiiType.Person => _names.Chance(0.2) ? value : _names.Person(value),
        PiiType.StreetAddress => _names.Chance(0.3) ? _addresses.OtherDigits(value) : _addresses.Like(value),
        PiiType.Location => _names.Chance(0.2) ? value : _names.Place(),
        PiiType.Organization => _names.Chance(0.2) ? value : _names.Organization(),
        PiiType.Nrp => _names.Chance(0.2) ? value : _names.Nationality(),
        PiiType.Title => _names.Title(),
        PiiType.Age => Age(),
        PiiType.ZipCode => _addresses.Zip(),
        _ => _addresses.OtherDigits(value),
    };

    private (string Text, PiiType? Type)? Value(string name) => name switch
    {
        "person" => (_names.Person(), PiiType.Person),
        "first" => (_names.First(), PiiType.Person),
        "last" => (_names.Last(), PiiType.Person),
        "address" => (_addresses.Any(), PiiType.StreetAddress),
        "street" => (_addresses.Street(), PiiType.StreetAddress),
        "city" => (_names.City(), PiiType.Location),
        "place" => (_names.Place(), PiiType.Location),
        "country" => (_names.Country(), PiiType.Location),
        "org" => (_names.Organization(), PiiType.Organization),
        "nrp" => (_names.Nationality(), PiiType.Nrp),
        "title" => (_names.Title(), PiiType.Title),
        "age" => (Age(), PiiType.Age),
        "zip" => (_addresses.Zip(), PiiType.ZipCode),
        "phone" => (_addresses.OtherDigits(_names.Pick(["+1 555-010-0000", "(055) 010-0000", "0171 0000000", "07700 900000", "555-0100", "+44 20 7946 0000"])), null),
        "card" => (_addresses.OtherDigits(_names.Pick(["4000000000000000", "5000 0000 0000 0000"])), null),
        "iban" => (_addresses.OtherDigits(_names.Pick(["DE00000000000000000000", "GB00ABCD00000000000000"])), null),
        "date" => (_names.Pick([
            _addresses.OtherDigits("1900-00-00"), _addresses.OtherDigits("00/00/1900"), $"{1 + _names.Below(28)} March {1950 + _names.Below(75)}",
            $"May {1 + _names.Below(28)}", "Monday", "last Friday", (1950 + _names.Below(75)).ToString(CultureInfo.InvariantCulture)]), null),
        "email" => ($"user{_names.Digits(3)}@example.{_names.Pick(["com", "org", "net"])}", null),
        "did" => (_names.Pick(NameLists.Instance.Deeds), null),
        "does" => (_names.Pick(NameLists.Instance.Habits), null),
        "relation" => (_names.Pick(NameLists.Instance.Relations), null),
        "thing" => (_names.Pick(NameLists.Instance.Things), null),
        "adj" => (_names.Pick(NameLists.Instance.Adjectives), null),
        "when" => (_names.Pick(NameLists.Instance.Fillers), null),
        "n" => ((1 + _names.Below(400)).ToString(CultureInfo.InvariantCulture), null),
        _ => null,
    };

    private string Age() => (1 + _names.Below(99)).ToString(CultureInfo.InvariantCulture);

    private sealed class Maker
    {
        private readonly StringBuilder _text = new();
        private readonly List<PiiSpan> _spans = [];

        public void Append(string text, PiiType? type = null)
        {
            if (type is { } found && text.Length > 0)
            {
                _spans.Add(new PiiSpan(_text.Length, _text.Length + text.Length, found, 1f));
            }

            _text.Append(text);
        }

        public TaggerText Build(string id, string template) => new(id, template, _text.ToString(), _spans);
    }
}
