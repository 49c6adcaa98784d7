namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Numbers of medical records and patients. Every hospital has its own, so the words before them say it all.</summary>
internal sealed class MedicalRecordNumbers() : WordRecogniser(PiiType.MedicalRecordNumber)
{
    private const int Distance = 28;

    private static readonly ContextWords Words = new(
        "mrn", "mrn:", "medical record", "medical record number", "medical record no", "patient id", "patient number", "patient no", "patient_id", "chart number", "hospital number",
        "health record", "patientennummer", "fallnummer", "numéro de dossier", "historia clínica", "emr number", "ehr id", "member id", "health plan", "beneficiary number");

    public override bool Wants(WordShape shape, int length) => length is >= 5 and <= 14;

    public override void Look(in PiiSearch search, Word word)
    {
        var text = search.Text;
        var digits = 0;
        foreach (var c in text[word.Start..word.End])
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        if (digits >= 4 && Words.StandBefore(text, word.Start, Distance) && Edges.OpenAfter(text, word.End))
        {
            search.Report(word.Start, word.End, PiiType.MedicalRecordNumber, .9f);
        }
    }
}
