using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>Names drawn from the lists, and names that are on no list, so that a tagger learns what names look like and where they stand.</summary>
internal sealed class InventedNames(SeededRandom random)
{
    private const double Unlisted = 0.3;
    private static readonly string[] Suffixes = ["MD", "PhD", "Jr.", "Sr.", "III", "Esq."];
    private static readonly string[] Particles = ["de", "van", "van der", "von", "di", "da", "del", "al", "bin", "Ó", "Mac", "St."];

    private readonly NameLists _lists = NameLists.Instance;

    public string First() => Chance(0.02) ? Pick(_lists.Cities).Split(' ')[0] : Either(_lists.FirstNames);

    public string Last()
    {
        var last = Either(_lists.LastNames);
        return random.Unit() switch
        {
            < 0.03 => $"{Pick(Particles)} {last}",
            < 0.06 => $"{last}-{Pick(_lists.LastNames)}",
            _ => last,
        };
    }

    /// <summary>Of one word to four.</summary>
    public string Person() => random.Unit() switch
    {
        < 0.22 => First(),
        < 0.34 => Last(),
        < 0.82 => $"{First()} {Last()}",
        < 0.92 => $"{First()} {Initial()}{(Chance(0.6) ? "." : "")} {Last()}",
        < 0.95 => $"{First()} {First()} {Last()}",
        < 0.97 => $"{First()} {Last()} {Pick(Suffixes)}",
        < 0.985 => $"{Initial()}. {Last()}",
        _ => $"{First()} {Last()} {Last()}",
    };

    /// <summary>A name of as many words as <paramref name="like"/>.</summary>
    public string Person(string like)
    {
        var words = like.Count(static c => c == ' ') + 1;
        if (words == 1)
        {
            return Chance(0.6) ? First() : Last();
        }

        if (words > 2)
        {
            return Chance(0.7) ? $"{First()} {Initial()}{(like.Contains('.', StringComparison.Ordinal) ? "." : "")} {Last()}" : $"{First()} {Last()} {Pick(Suffixes)}";
        }

        return $"{First()} {Last()}";
    }

    public string City() => random.Unit() switch
    {
        < 0.5 => Pick(_lists.Cities),
        < 0.56 => $"{Unknown(_lists.Cities)} {Pick(["am Main", "sur Mer", "de la Frontera", "nad Labem", "upon Sea", "Park", "Beach", "Falls", "Springs", "Heights", "2", "K"])}",
        < 0.6 => $"{Pick(["San", "Santa", "Saint", "New", "Port", "Fort", "Mount", "Bad", "Lake", "North", "Upper", "El", "La"])} {Unknown(_lists.Cities)}",
        < 0.7 => Unknown(_lists.LastNames),
        _ => Unknown(_lists.Cities),
    };

    public string Country() => Pick(_lists.Countries);

    public string Place() => Chance(0.6) ? City() : Country();

    public string Organization() => random.Unit() switch
    {
        < 0.2 => Pick(_lists.Organizations),
        < 0.3 => $"{Last()} {Pick(["Inc", "Inc.", "LLC", "Ltd", "Ltd.", "GmbH", "PLC", "Group", "Corp", "Corp.", "AG", "S.A.", "Oy", "AB", "Incorporated", "Limited"])}",
        < 0.38 => $"{Last()}-{Last()}",
        < 0.46 => $"{Last()}, {Last()} and {Last()}",
        < 0.5 => $"{Last()} and Sons",
        < 0.53 => $"{Last()} & {Last()}",
        < 0.68 => Coined(),
        < 0.74 => $"{Coined()} {Pick(["Inc", "Inc.", "LLC", "Ltd", "Technologies", "Systems", "Labs", "Software", "Group", "Health", "Media", "Analytics", "Solutions", "Capital", "Research", "Software Inc."])}",
        < 0.84 => $"{Pick(_lists.CoinedStarts)} {Pick(_lists.StreetNames)}",
        < 0.9 => $"{Pick(_lists.StreetNames)} {Pick(_lists.CoinedStarts)} {Capital(Pick(_lists.OrganizationWords))}",
        < 0.94 => $"{Last()} {Capital(Pick(_lists.OrganizationWords))}",
        < 0.97 => $"{Pick(["University", "Bank", "Museum", "Ministry", "Institute", "City"])} of {Place()}",
        _ => $"{Place()} {Pick(["University", "Hospital", "Airlines", "Bank", "College", "United", "Symphony Orchestra", "Police Department", "City Council"])}",
    };

    /// <summary>Also for several people, rightly or not: texts have both.</summary>
    public string Nationality() => Pick(_lists.Nationalities) is var name && Chance(0.15) && name[^1] != 's' ? name + Pick(["s", "s", "ans", "es"]) : name;

    public string Title() => random.Unit() < 0.8 ? Pick(["Mr.", "Mrs.", "Ms.", "Dr.", "Mr", "Mrs", "Ms", "Dr", "Miss", "Prof."]) : Pick(_lists.Titles);

    public string Corner() => Pick(_lists.CornerWords);

    public string StreetName() => random.Unit() switch
    {
        < 0.45 => Pick(_lists.StreetNames),
        < 0.75 => Last(),
        < 0.85 => Unknown(_lists.Cities),
        _ => First(),
    };

    /// <summary>A street's name that ends in the word for a street, as in Germanic and Nordic languages.</summary>
    public string JoinedStreet() => Stem(StreetName()) + Pick(_lists.StreetEndings);

    public string Pick(string[] from) => from[random.Below(from.Length)];

    public bool Chance(double share) => random.Unit() < share;

    public int Below(int count) => random.Below(count);

    public string Digits(int count)
    {
        Span<char> digits = stackalloc char[count];
        for (var i = 0; i < count; i++)
        {
            digits[i] = (char)('0' + random.Below(10));
        }

        return new string(digits);
    }

    public string Initial() => ((char)('A' + random.Below(26))).ToString();

    private static string Stem(string name) => name.Split(' ', '-')[0] is { Length: > 3 } word && word[^1] is 'e' or 'a' or 'o' ? name.Split(' ', '-')[0][..^1] : name.Split(' ', '-')[0];

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private string Coined()
    {
        var word = Pick(_lists.CoinedStarts) + (Chance(0.3) ? Pick(_lists.CoinedEndings) : "") + Pick(_lists.CoinedEndings);
        return Chance(0.08) ? word.ToLowerInvariant() : word;
    }

    private string Either(string[] list) => Chance(Unlisted) ? Unknown(list) : Pick(list);

    /// <summary>The start of one name and the end of another: a word that is on no list, but could be.</summary>
    private string Unknown(string[] list)
    {
        var start = Pick(list).Split(' ')[0];
        var end = Pick(list).Split(' ')[^1];
        var word = start[..((start.Length + 1) / 2)] + end[(end.Length / 2)..].ToLowerInvariant();
        return char.IsLetter(word[0]) ? Capital(word) : start;
    }
}
