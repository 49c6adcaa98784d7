using System.Text.RegularExpressions;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Tagger;

namespace AutoClaw.Tests.Privacy;

/// <summary>The table of HIPAA's 18 identifiers in docs/privacy.md says no more than the scan does.</summary>
public sealed partial class SafeHarborTests
{
    private static readonly PiiScanner Everything = new(PiiScanner.KnownTypes.Union(PiiTagger.Types), names: PiiTagger.Shipped);

    private static readonly Dictionary<char, (string Name, string State, string Text)> Rows = Read();

    [Fact]
    public void Table_HasAllEighteen() => Assert.Equal("ABCDEFGHIJKLMNOPQR", string.Concat(Rows.Keys.Order()));

    [Theory]
    [InlineData('A', "The patient is Maria Gonzalez.", "PERSON")]
    [InlineData('B', "She lives at 12 Oak Street, Springfield.", "STREET_ADDRESS")]
    [InlineData('C', "Date of birth: 03/14/1962", "DATE_OF_BIRTH")]
    [InlineData('C', "Admitted on 2024-05-17", "DATE_TIME")]
    [InlineData('D', "Call (415) 555-0132", "PHONE_NUMBER")]
    [InlineData('E', "Fax: 415-555-0132", "PHONE_NUMBER")]
    [InlineData('F', "ann.lee@example.com", "EMAIL_ADDRESS")]
    [InlineData('G', "SSN 536-22-1234", "US_SSN")]
    [InlineData('G', "ITIN 912-78-1234", "US_ITIN")]
    [InlineData('H', "MRN: 00748812", "MEDICAL_RECORD_NUMBER")]
    [InlineData('I', "Medicare number 1EG4-TE5-MK73", "US_MBI")]
    [InlineData('J', "card 4012 8888 8888 1881", "CREDIT_CARD")]
    [InlineData('J', "DE89 3704 0044 0532 0130 00", "IBAN_CODE")]
    [InlineData('J', "routing number 021000021", "ABA_ROUTING_NUMBER")]
    [InlineData('J', "bank account number 945456787654", "US_BANK_NUMBER")]
    [InlineData('K', "driver license H12234567", "US_DRIVER_LICENSE")]
    [InlineData('K', "passport number 912803456", "US_PASSPORT")]
    [InlineData('M', "00:1B:44:11:3A:B7", "MAC_ADDRESS")]
    [InlineData('N', "https://example.com/patients/ann", "URL")]
    [InlineData('O', "from 203.0.113.7", "IP_ADDRESS")]
    public void Row_SaysItIsFound_IsFound(char row, string text, string type)
    {
        Assert.Contains($"`{type}`", Rows[row].Text, StringComparison.Ordinal);
        Assert.NotEqual("not", Rows[row].State);
        var spans = new List<PiiSpan>();
        Everything.Scan(text, spans);
        Assert.Contains(type, spans.Select(span => PiiTypes.NameOf(span.Type)));
    }

    [Fact]
    public void Row_NamesAType_OnOrOffAsItSays()
    {
        foreach (var (letter, row) in Rows)
        {
            foreach (Match named in TypeName().Matches(row.Text))
            {
                Assert.True(PiiTypes.TryParse(named.Groups[1].Value, out var type), named.Value);
                Assert.Contains(type, PiiScanner.KnownTypes.Union(PiiTagger.Types));
                var isOn = PiiScanner.DefaultTypes.Contains(type);
                Assert.True(isOn || row.Text[named.Index..].Contains("off by default", StringComparison.Ordinal), $"({letter}) {named.Value} is off by default");
            }
        }
    }

    [GeneratedRegex("`([A-Z_]+)`")]
    private static partial Regex TypeName();

    private static Dictionary<char, (string Name, string State, string Text)> Read()
    {
        var lines = File.ReadAllLines(Path.Combine(MarkedDocument.Root, "docs", "privacy.md"));
        return lines.SkipWhile(static line => line != "<!-- safe-harbor: -->").TakeWhile(static line => line != "<!-- /safe-harbor -->")
            .Where(static line => line.StartsWith("| (", StringComparison.Ordinal)).Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(static cells => cells[1][1], static cells => (cells[1], cells[2], cells[3]));
    }
}
