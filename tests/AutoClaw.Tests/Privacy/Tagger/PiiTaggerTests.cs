using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Tagger;
using CsCheck;

namespace AutoClaw.Tests.Privacy.Tagger;

public sealed class PiiTaggerTests
{
    private const string Plain = "please tell me how i can change the limit of my card, and what happens if it is lost on the way to the shop. ";

    private static readonly string[] Pieces =
    [
        "My name is ", "Anna Kowalska", "12 High Street", "\n", "Berlin", ", ", "\ud83d\ude00", "\ud800", "Mr. ", "é", "電話", "O'Brien", "Inc.", " ", "(", "1234567", "and",
    ];

    /// <summary>What names and addresses are made of, and any UTF-16.</summary>
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String,
        Gen.Char.Array[0, 200].Select(static c => new string(c)),
        Gen.Int[0, Pieces.Length - 1].Select(static i => Pieces[i]).Array[0, 30].Select(string.Concat));

    [Theory]
    [InlineData("Hello, my name is Anna Kowalska.", PiiType.Person, "Anna Kowalska")]
    [InlineData("Please send it to 12 Oak Street, thank you.", PiiType.StreetAddress, "12 Oak Street")]
    [InlineData("We moved to Barcelona last year.", PiiType.Location, "Barcelona")]
    [InlineData("I work for Siemens.", PiiType.Organization, "Siemens")]
    public void Tag_TextWithOne_FindsIt(string text, PiiType type, string piece)
    {
        var found = Tag(text);
        Assert.Contains(found, s => s.Type == type && text[s.Start..s.End] == piece && s.Score is > 0 and <= 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \r\n\t ")]
    [InlineData("what is the weather like today?")]
    [InlineData("public static void Main(string[] args) { Console.WriteLine(1); }")]
    [InlineData("2026-03-01 12:00:00 INFO Server started on port 8080")]
    public void Tag_TextWithNone_FindsNothing(string text) => Assert.Empty(Tag(text));

    [Fact]
    public void Tag_AnyText_GivesSpansInOrderWithinIt() => Texts.Sample(static text =>
    {
        var end = 0;
        foreach (var span in Tag(text))
        {
            Assert.True(span.Start >= end && span.End > span.Start && span.End <= text.Length && span.Score is > 0 and <= 1, $"{span} after {end} of {text.Length}");
            Assert.Contains(span.Type, PiiTagger.Types);
            end = span.End;
        }
    });

    [Fact]
    public void Tag_Again_FindsTheSame() => Texts.Sample(static text => Assert.Equal(Tag(text), Tag(text)));

    [Fact]
    public void Tag_AddsToWhatWasFound()
    {
        var found = new List<PiiSpan> { new(0, 2, PiiType.Secret, 1f) };
        PiiTagger.Shipped.Tag("Hello, my name is Anna Kowalska.", found);
        Assert.Equal(PiiType.Secret, found[0].Type);
        Assert.True(found.Count > 1);
    }

    [Fact]
    public void Tag_LongTextWithNone_AllocatesNothing()
    {
        var text = string.Concat(Enumerable.Repeat(Plain, 40));
        var found = new List<PiiSpan>();
        PiiTagger.Shipped.Tag(text, found);

        Assert.Equal(0, Allocations.Of(() => PiiTagger.Shipped.Tag(text, found)));
        Assert.Empty(found);
    }

    [Fact]
    public void Tag_NameFarIntoALongText_IsFoundInItsPlace()
    {
        var before = string.Concat(Enumerable.Repeat(Plain, 2000));
        var text = before + "Hello, my name is Anna Kowalska.";
        var span = Assert.Single(Tag(text), static s => s.Type == PiiType.Person);
        Assert.Equal("Anna Kowalska", text[span.Start..span.End]);
    }

    [Fact]
    public void Tag_OneWordWithoutEnd_IsReadInPieces() => Assert.NotNull(Tag(new string('電', 100_000)));

    [Fact]
    public void Tag_FromManyThreads_FindsTheSame()
    {
        var texts = Enumerable.Range(0, 64).Select(static i => $"Row {i}: my name is Anna Kowalska and I live at {i + 1} Oak Street.").ToArray();
        var alone = texts.Select(Tag).ToArray();
        var together = new List<PiiSpan>[texts.Length];
        Parallel.For(0, texts.Length, i => together[i] = Tag(texts[i]));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void ScannerWithNames_FindsBothKinds_AndAllChecksums()
    {
        const string Text = "Anna Kowalska pays with 4012 8888 8888 1881, mail anna@example.org.";
        var found = new List<PiiSpan>();
        new PiiScanner(names: PiiTagger.Shipped).Scan(Text, found);
        Assert.Equal([PiiType.Person, PiiType.CreditCard, PiiType.EmailAddress], found.Select(static s => s.Type));
    }

    [Fact]
    public void ScannerWithNames_OfChosenTypes_KeepsToThem()
    {
        var found = new List<PiiSpan>();
        new PiiScanner([PiiType.Location], names: PiiTagger.Shipped).Scan("Hello, my name is Anna Kowalska. We moved to Barcelona last year.", found);
        Assert.Equal([PiiType.Location], found.Select(static s => s.Type).Distinct());
    }

    [Fact]
    public void Description_SaysWhatItWasTrainedOn() => Assert.Contains("\"Labelled\":", PiiTagger.Shipped.Description, StringComparison.Ordinal);

    private static List<PiiSpan> Tag(string text)
    {
        var found = new List<PiiSpan>();
        PiiTagger.Shipped.Tag(text, found);
        return found;
    }
}
