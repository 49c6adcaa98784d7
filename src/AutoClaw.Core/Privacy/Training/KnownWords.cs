using AutoClaw.Core.Privacy.Tagger;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>Makes the table of known words: those of the lists, and those that everyday texts write in lower case.</summary>
internal static class KnownWords
{
    /// <summary>Texts that write a word in lower case before it counts as common.</summary>
    private const int CommonFrom = 3;

    private static readonly string[] Joining = ["de", "la", "of", "and", "the", "san", "new", "st", "el", "le", "am", "on", "do", "da", "u", "v", "du"];

    public static WordTable From(IEnumerable<string> everyday)
    {
        var kinds = new SortedDictionary<uint, WordKinds>();
        var lists = NameLists.Instance;
        Add(kinds, lists.FirstNames, WordKinds.FirstName);
        Add(kinds, lists.LastNames, WordKinds.LastName);
        Add(kinds, lists.Cities, WordKinds.City);
        Add(kinds, lists.Countries, WordKinds.Country);
        Add(kinds, lists.Nationalities, WordKinds.Nationality);
        Add(kinds, lists.Titles, WordKinds.Title);
        Add(kinds, lists.Organizations, WordKinds.OrganizationName);
        Add(kinds, lists.OrganizationWords, WordKinds.OrganizationWord);
        Add(kinds, lists.StreetWords, WordKinds.StreetWord);
        Add(kinds, lists.Calendar, WordKinds.Calendar);
        AddCommon(kinds, everyday);
        return new WordTable([.. kinds.Keys], [.. kinds.Values]);
    }

    private static void Add(SortedDictionary<uint, WordKinds> kinds, string[] list, WordKinds kind)
    {
        var none = new WordTable([], []);
        var tokens = new TokenBuffer();
        foreach (var entry in list)
        {
            tokens.Fill(entry, 0, none);
            for (var i = TokenBuffer.Pad; i < TokenBuffer.Pad + tokens.Count; i++)
            {
                var word = entry[tokens.Starts[i]..tokens.Ends[i]];
                if (TokenShape.IsWord(tokens.Shapes[i]) && (tokens.Count == 1 || (word.Length > 1 && !Joining.Contains(word.ToLowerInvariant()))))
                {
                    kinds[tokens.Words[i]] = kinds.GetValueOrDefault(tokens.Words[i]) | kind;
                }
            }
        }
    }

    /// <summary>Words that stand in lower case in enough texts, and not more often in capitals within a sentence.</summary>
    private static void AddCommon(SortedDictionary<uint, WordKinds> kinds, IEnumerable<string> everyday)
    {
        var none = new WordTable([], []);
        var tokens = new TokenBuffer();
        var lower = new Dictionary<uint, int>();
        var capital = new Dictionary<uint, int>();
        var seen = new HashSet<(uint Word, bool Capital)>();
        foreach (var text in everyday)
        {
            // Where nothing is written in capitals, names are in lower case too.
            if (!text.Any(char.IsUpper))
            {
                continue;
            }

            seen.Clear();
            for (var at = 0; at < text.Length;)
            {
                at = tokens.Fill(text, at, none);
                for (var i = TokenBuffer.Pad; i < TokenBuffer.Pad + tokens.Count; i++)
                {
                    var within = tokens.Shapes[i - 1] is TokenShape.Lower or TokenShape.Comma;
                    if (tokens.Shapes[i] == TokenShape.Lower || (within && tokens.Shapes[i] == TokenShape.Capitalised))
                    {
                        seen.Add((tokens.Words[i], tokens.Shapes[i] != TokenShape.Lower));
                    }
                }
            }

            foreach (var (word, isCapital) in seen)
            {
                var counts = isCapital ? capital : lower;
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        foreach (var (word, count) in lower)
        {
            if (count >= CommonFrom && count >= capital.GetValueOrDefault(word))
            {
                kinds[word] = kinds.GetValueOrDefault(word) | WordKinds.Common;
            }
        }
    }
}
