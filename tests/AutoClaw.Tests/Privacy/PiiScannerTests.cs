using AutoClaw.Core.Privacy;
using CsCheck;

namespace AutoClaw.Tests.Privacy;

public sealed class PiiScannerTests
{
    private static readonly PiiScanner Everything = new(PiiScanner.KnownTypes, 0);

    private static readonly string[] Pieces = ["4012 8888 8888 1881", "jane@x.org", "fe80::1", "+1 415 555 0132", "078-05-1123", "ssn ", "call ", "card ", " ", "-", ".", "x1"];

    /// <summary>What identifiers are made of, so that random texts come near to them.</summary>
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String,
        Gen.String["0123456789"],
        Gen.String["0123456789 -./()+@:abcdefxXDE,_#\n\ud800\udc00é電"],
        Gen.String["aA1.:@-/"],
        Gen.Int[0, Pieces.Length - 1].Select(static i => Pieces[i]).Array[0, 12].Select(string.Concat));

    [Theory]
    [InlineData("My card is 4012-8888-8888-1881.", PiiType.CreditCard, "4012-8888-8888-1881")]
    [InlineData("my ssn: 078-05-1123", PiiType.UsSsn, "078-05-1123")]
    [InlineData("{\"user_ssn\":\"078051123\"}", PiiType.UsSsn, "078051123")]
    [InlineData("{\"cardNumber\":\"4012888888881882\"}", PiiType.CreditCard, "4012888888881882")]
    [InlineData("write to <jane.o'neil+news@mail.example.co.uk>, please", PiiType.EmailAddress, "jane.o'neil+news@mail.example.co.uk")]
    [InlineData("schreib an jörg@müller.example!", PiiType.EmailAddress, "jörg@müller.example")]
    [InlineData("pay to de89 3704 0044 0532 0130 00 today", PiiType.IbanCode, "de89 3704 0044 0532 0130 00")]
    [InlineData("ssh root@203.0.113.9", PiiType.IpAddress, "203.0.113.9")]
    [InlineData("peer [2001:db8::8a2e:370:7334]:443", PiiType.IpAddress, "2001:db8::8a2e:370:7334")]
    [InlineData("call me (415) 555-0132 ext. 12 tomorrow", PiiType.PhoneNumber, "(415) 555-0132 ext. 12")]
    [InlineData("ring +44 20 7946 0958.", PiiType.PhoneNumber, "+44 20 7946 0958")]
    [InlineData("我的电话是13812345678，谢谢", PiiType.PhoneNumber, "13812345678")]
    public void Scan_TextWithOne_FindsIt(string text, PiiType type, string piece)
    {
        var found = Scan(PiiScanner.Default, text);
        var span = Assert.Single(found);
        Assert.Equal((type, piece), (span.Type, text[span.Start..span.End]));
    }

    [Theory]
    [InlineData("the first 1234567890123456 digits of 3.14159265358979323846264338327950288")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("sha1 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12")]
    [InlineData("std::cout << add::bed << a::b; 12:34:56 version 1.2.3.4, 127.0.0.1")]
    [InlineData("logo@2x.png, git@host.example:owner/name, X@W.transpose(0, 1), @app.route")]
    [InlineData("2024-01-15 14:30, 15.01.2024, 1990-1995, 1,234,567,890 and 12 345 678")]
    [InlineData("x = 4012888888881882 + 1735689600000")]
    public void Scan_NumbersOfOtherKinds_FindsNothing(string text) => Assert.Empty(Scan(PiiScanner.Default, text));

    [Fact]
    public void Scan_AnyText_SpansAreInOrderAndDoNotOverlap() => Texts.Array[1, 4].Select(string.Concat).Sample(
        static text =>
        {
            var found = Scan(Everything, text);
            var end = 0;
            foreach (var span in found)
            {
                Assert.InRange(span.Start, end, text.Length);
                Assert.InRange(span.End, span.Start + 1, text.Length);
                Assert.InRange(span.Score, float.Epsilon, 1f);
                end = span.End;
            }
        },
        iter: 20_000);

    [Fact]
    public void Scan_AddsToWhatIsThere()
    {
        var found = new List<PiiSpan> { new(90, 99, PiiType.Person, .5f) };
        PiiScanner.Default.Scan("jane@x.org", found);
        Assert.Equal([new(90, 99, PiiType.Person, .5f), new(0, 10, PiiType.EmailAddress, .95f)], found);
    }

    [Fact]
    public void Scan_NothingToFind_AllocatesNothing()
    {
        var text = string.Concat(Enumerable.Repeat("In 2024 the answer was 42: f(x) = x^2 + 1.5 - y, see https://host/path?a=1 and mail@ nobody. ", 50));
        var found = new List<PiiSpan>();
        PiiScanner.Default.Scan(text, found);
        Assert.Empty(found);
        Assert.Equal(0, Allocations.Of(() => PiiScanner.Default.Scan(text, found)));
    }

    private static List<PiiSpan> Scan(PiiScanner scanner, string text)
    {
        var found = new List<PiiSpan>();
        scanner.Scan(text, found);
        return found;
    }
}
