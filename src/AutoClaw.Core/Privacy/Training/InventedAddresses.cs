using System.Globalization;
using System.Text;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>Street addresses in the ways in which many countries write them.</summary>
internal sealed class InventedAddresses(InventedNames names)
{
    private readonly NameLists _lists = NameLists.Instance;

    /// <summary>A street and number, or more.</summary>
    public string Any() => Fill(names.Pick(_lists.AddressForms));

    /// <summary>A street, with its number.</summary>
    public string Street() => Fill(names.Pick(_lists.StreetForms));

    /// <summary>An address written as <paramref name="like"/> is: a number, a flat, a street or all of it.</summary>
    public string Like(string like)
    {
        if (like.All(static c => char.IsDigit(c) || c == ' '))
        {
            return OtherDigits(like);
        }

        if (like.Length < 12 && (like.StartsWith("Apt", StringComparison.Ordinal) || like.StartsWith("Suite", StringComparison.Ordinal)))
        {
            return Unit();
        }

        if (like.Contains('\n', StringComparison.Ordinal) || like.Contains(", ", StringComparison.Ordinal)
            || like.Contains("Apt.", StringComparison.Ordinal) || like.Contains("Suite", StringComparison.Ordinal)
            || like.Contains("corner", StringComparison.Ordinal))
        {
            return Any();
        }

        return char.IsDigit(like[0]) && like.SkipWhile(char.IsDigit).FirstOrDefault() == ' ' && names.Chance(0.3)
            ? $"{names.Digits(1 + names.Below(4))} {Street()}" : Street();
    }

    public string Zip() => names.Below(10) switch
    {
        0 => names.Digits(4),
        1 => $"{names.Digits(2)}-{names.Digits(3)}",
        2 => $"{names.Digits(3)} {names.Digits(2)}",
        _ => names.Digits(5),
    };

    /// <summary>The same with other digits.</summary>
    public string OtherDigits(string text)
    {
        var other = text.ToCharArray();
        for (var i = 0; i < other.Length; i++)
        {
            other[i] = char.IsAsciiDigit(other[i]) ? (char)('0' + names.Below(10)) : other[i];
        }

        return new string(other);
    }

    private string Unit() => $"{names.Pick(["Apt.", "Suite", "Apt.", "Suite", "Apt", "Unit", "Flat", "Floor", "Room", "#"])} {names.Digits(1 + names.Below(3))}";

    private string Number() => (names.Below(4) switch
    {
        0 => 1 + names.Below(9999),
        1 => 1 + names.Below(999),
        _ => 1 + names.Below(199),
    }).ToString(CultureInfo.InvariantCulture);

    private string Fill(string form)
    {
        var filled = new StringBuilder();
        var at = 0;
        while (form.IndexOf('{', at) is var open && open >= 0)
        {
            var close = form.IndexOf('}', open);
            filled.Append(form, at, open - at).Append(Value(form[(open + 1)..close]));
            at = close + 1;
        }

        return filled.Append(form, at, form.Length - at).ToString();
    }

    private string Value(string name) => name switch
    {
        "street" => Street(),
        "unit" => Unit(),
        "city" => names.City() is var city && names.Chance(0.35) ? city.ToUpperInvariant() : city,
        "country" => names.Country(),
        "zip" => Zip(),
        "zip5" => names.Digits(5),
        "st" => names.Chance(0.2) ? "nan" : names.Initial() + (names.Chance(0.9) ? names.Initial() : ""),
        "apo" => names.Pick(["AA", "AE", "AP"]),
        "n" => Number(),
        "n4" => names.Digits(4),
        "n5" => names.Digits(2 + names.Below(4)),
        "l" => names.Initial(),
        "s" => names.StreetName(),
        "e" => names.JoinedStreet(),
        "c" => names.Corner(),
        "last" => names.Last(),
        _ => throw new InvalidOperationException($"A form of an address holds {{{name}}}."),
    };
}
