using System.Text;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>Between the texts of a request and a reader that is not a <see cref="PiiScan"/>: the texts out, where its finds stand back in.</summary>
public static class RequestValues
{
    /// <summary>Every text of the request, one under the other.</summary>
    /// <param name="body">A sound request.</param>
    /// <exception cref="System.Text.Json.JsonException">It is not.</exception>
    public static string Texts(ReadOnlyMemory<byte> body)
    {
        var all = new StringBuilder();
        new RequestTexts((text, _) => all.Append(text).Append('\n')).Find(body);
        return all.ToString();
    }

    /// <summary>Wherever the values stand in the request's texts; what stands nowhere was made up, and is left out.</summary>
    /// <param name="body">A sound request.</param>
    /// <param name="values">Those of fewer than four letters are left out: they stand everywhere and mean nothing there.</param>
    public static IReadOnlyList<RequestFinding> Find(ReadOnlyMemory<byte> body, IReadOnlyList<(PiiType Type, string Text)> values)
    {
        if (values.Count == 0)
        {
            return [];
        }

        var known = new KnownValues();
        foreach (var (type, text) in values)
        {
            known.Add(type, text);
        }

        return new RequestTexts(known.Find).Find(body);
    }
}
