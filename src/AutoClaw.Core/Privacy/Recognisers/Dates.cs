namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Dates of birth, which are dates with a word near that says so; and, for those who ask, every date.</summary>
internal sealed class Dates() : WordRecogniser(PiiType.DateOfBirth, PiiType.DateTime)
{
    private const int Distance = 40;

    private static readonly ContextWords Birth = new(
        "born", "dob", "d.o.b", "d.o.b.", "birth", "birthday", "birthdate", "birth date", "birth_date", "bday", "geboren", "geb", "geburtsdatum", "né", "née", "naissance", "nacimiento",
        "nascita", "nato il", "nata il", "nascimento", "geboortedatum", "urodzenia", "född", "syntynyt");

    public override bool Wants(WordShape shape, int length) => shape != WordShape.LetterFirst && length <= 12;

    public override void Look(in PiiSearch search, Word word)
    {
        var date = DateText.At(search.Text, word);
        if (date.Score <= 0)
        {
            return;
        }

        if (date.Score > .5f && search.Seeks(PiiType.DateOfBirth) && Birth.StandBefore(search.Text, date.Start, Distance))
        {
            search.Report(date.Start, date.End, PiiType.DateOfBirth, .96f);
        }

        search.Report(date.Start, date.End, PiiType.DateTime, date.Score);
    }
}
