using AutoClaw.Core.Privacy;

namespace AutoClaw.Tests.Privacy;

/// <summary>Identifiers as people write them, in sentences, forms and JSON, with the choice of types that a gateway makes.</summary>
public sealed class IdentifierScanTests
{
    [Theory]
    [InlineData("Mein Steuer-ID ist 86 095 742 719.", PiiType.DeTaxId, "86 095 742 719")]
    [InlineData("PESEL: 44051401359", PiiType.PlPesel, "44051401359")]
    [InlineData("My Aadhaar is 2341 2341 2346", PiiType.InAadhaar, "2341 2341 2346")]
    [InlineData("PAN ABCPE1234F, thanks", PiiType.InPan, "ABCPE1234F")]
    [InlineData("El DNI es 12345678Z.", PiiType.EsNif, "12345678Z")]
    [InlineData("NIE X1234567L", PiiType.EsNie, "X1234567L")]
    [InlineData("codice fiscale RSSMRA85T10A562S", PiiType.ItFiscalCode, "RSSMRA85T10A562S")]
    [InlineData("hetu 131052-308T", PiiType.FiPersonalIdentityCode, "131052-308T")]
    [InlineData("personnummer 811228-9874", PiiType.SePersonnummer, "811228-9874")]
    [InlineData("{\"nric\":\"S1234567D\"}", PiiType.SgNricFin, "S1234567D")]
    [InlineData("NHS number 943 476 5919", PiiType.UkNhs, "943 476 5919")]
    [InlineData("National Insurance: AB 12 34 56 C", PiiType.UkNino, "AB 12 34 56 C")]
    [InlineData("TFN 123 456 782", PiiType.AuTfn, "123 456 782")]
    [InlineData("ABN 51 824 753 556", PiiType.AuAbn, "51 824 753 556")]
    [InlineData("TC kimlik no: 10000000146", PiiType.TrNationalId, "10000000146")]
    [InlineData("wire it, routing number 021000021", PiiType.AbaRoutingNumber, "021000021")]
    [InlineData("the provider's NPI is 1234567893", PiiType.UsNpi, "1234567893")]
    [InlineData("Medicare MBI 1EG4-TE5-MK73", PiiType.UsMbi, "1EG4-TE5-MK73")]
    [InlineData("passport number 340020013 expires soon", PiiType.UsPassport, "340020013")]
    [InlineData("device 3c:22:fb:7a:01:9e joined", PiiType.MacAddress, "3c:22:fb:7a:01:9e")]
    [InlineData("send to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", PiiType.Crypto, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")]
    [InlineData("ETH 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", PiiType.Crypto, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("the patient, born on 12 March 1987, has a cough", PiiType.DateOfBirth, "12 March 1987")]
    [InlineData("DOB: 03/12/1987", PiiType.DateOfBirth, "03/12/1987")]
    [InlineData("{\"date_of_birth\":\"1987-03-12\"}", PiiType.DateOfBirth, "1987-03-12")]
    [InlineData("geboren am 12.03.1987 in Ulm", PiiType.DateOfBirth, "12.03.1987")]
    [InlineData("MRN: 00482913", PiiType.MedicalRecordNumber, "00482913")]
    [InlineData("medical record number A1234567", PiiType.MedicalRecordNumber, "A1234567")]
    public void Scan_WithItsWordNear_IsFound(string text, PiiType type, string piece)
    {
        var span = Assert.Single(Scan(text));
        Assert.Equal((type, piece), (span.Type, text[span.Start..span.End]));
    }

    [Theory]
    [InlineData("section 12345678 of volume 742718 by 9")]
    [InlineData("released on 12 March 1987, revised 2024-01-15")]
    [InlineData("born to run 3 times")]
    [InlineData("commit 0x5aaeb6, offset 0x0000000000000000")]
    [InlineData("00:00:00:00:00:00 ff:ff:ff:ff:ff:ff 12:30:45 01-02-03")]
    [InlineData("ETH 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD")]
    [InlineData("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp")]
    [InlineData("order 340020013, invoice A1234567, ticket AB123456")]
    public void Scan_NumbersWithoutAWord_FindsNothing(string text) => Assert.Empty(Scan(text));

    private static List<PiiSpan> Scan(string text)
    {
        var found = new List<PiiSpan>();
        PiiScanner.Default.Scan(text, found);
        return found;
    }
}
