using System.Text;
using System.Text.Json;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using CsCheck;

namespace AutoClaw.Tests.Privacy.Pseudonyms;

/// <summary>Values come back into a text however it is cut, and nothing waits that need not.</summary>
public sealed class ReidentifierTests : IDisposable
{
    private readonly PseudonymMap _map = new();
    private readonly PlaceholderSet _placeholders;

    public ReidentifierTests()
    {
        string[] values = ["Ann Lee", "Zoë \"Z\" 😀", "line\n[PERSON_1]", "a\\b", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12"];
        _placeholders = new PlaceholderSet(values.Select(value => _map.PlaceholderOf(PiiType.Person, value, new HashSet<string>())!)
            .Append(_map.PlaceholderOf(PiiType.EmailAddress, "ann@x.com", new HashSet<string>())!).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _map.Dispose();

    [Theory]
    [InlineData("Dear [PERSON_1], ", "Dear Ann Lee, ")]
    [InlineData("[PERSON_1][PERSON_12][PERSON_11]", "Ann Leev12v11")]
    [InlineData("[[PERSON_1]]", "[Ann Lee]")]
    [InlineData("[PERSON_[PERSON_1]", "[PERSON_Ann Lee")]
    [InlineData("[PERSON_13] [PERSON] [person_1] [PERSON_1 ] PERSON_1", "[PERSON_13] [PERSON] [person_1] [PERSON_1 ] PERSON_1")]

    // What comes back is not read again.
    [InlineData("[PERSON_3]", "line\n[PERSON_1]")]
    [InlineData("[PERSON_1", "[PERSON_1")]
    [InlineData("[", "[")]
    [InlineData("", "")]
    [InlineData("a[1] = b[[2]]; []", "a[1] = b[[2]]; []")]
    public void Push_EveryCut_RestoresWhatIsKnown(string text, string expected)
    {
        for (var i = 0; i <= text.Length; i++)
        {
            for (var j = i; j <= text.Length; j++)
            {
                Assert.Equal(expected, Restore(false, text[..i], text[i..j], text[j..]));
            }
        }

        Assert.Equal(expected, Restore(false, [.. text.Select(letter => letter.ToString())]));
    }

    [Fact]
    public void Push_Json_EscapesTheValue()
    {
        var json = Restore(true, """{"a":"[PERSON_2]","b":["[PERSON_3] [PERSON_4]"],"[PERSON_1]":1}""");
        using var read = JsonDocument.Parse(json);
        Assert.Equal("Zoë \"Z\" 😀", read.RootElement.GetProperty("a").GetString());
        Assert.Equal("line\n[PERSON_1] a\\b", read.RootElement.GetProperty("b")[0].GetString());
        Assert.Equal(1, read.RootElement.GetProperty("Ann Lee").GetInt32());
    }

    [Fact]
    public void Push_AnyPiece_HoldsOnlyWhatCouldBegin()
    {
        var piece = Gen.OneOf("[PERSON_1]", "[PERSON_12]", "[EMAIL_ADDRESS_1]", "[PERSON_", "[", "]", "[EM", "_1", "1", "a", "😀", "[PERSON_13]", "P");
        Gen.Select(piece.Array[0, 12].Select(string.Concat), Gen.Int[0, 200]).Sample((text, cut) =>
        {
            var before = text[..Math.Min(cut, text.Length)];
            var (restorer, output) = (new Reidentifier(_map, _placeholders), new StringBuilder());
            restorer.Push(before, output);
            var open = before.LastIndexOf('[');
            var held = open >= 0 && _placeholders.All.Any(each => each.Length > before.Length - open && each.StartsWith(before[open..], StringComparison.Ordinal)) ? before[open..] : "";
            Assert.Equal(Replaced(before[..^held.Length]), output.ToString());
            Assert.Equal(held.Length > 0, restorer.IsHolding);
            restorer.Push(text.AsSpan(before.Length), output);
            restorer.Flush(output);
            Assert.Equal(Replaced(text), output.ToString());
        });
    }

    private string Replaced(string text) => _placeholders.All.Aggregate(text, (all, each) => all.Replace(each, _map.ValueOf(each), StringComparison.Ordinal));

    private string Restore(bool isJson, params ReadOnlySpan<string> pieces)
    {
        var (restorer, output) = (new Reidentifier(_map, _placeholders, isJson), new StringBuilder());
        foreach (var piece in pieces)
        {
            restorer.Push(piece, output);
        }

        restorer.Flush(output);
        return output.ToString();
    }
}
