using AutoClaw.Core.Routing.Tuning;
using CsCheck;

namespace AutoClaw.Tests.Routing.Tuning;

public sealed class TuningDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-labels-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_JsonLines_TakesEitherNames()
    {
        var data = Read("labels.jsonl", """
            {"prompt":"one","local_score":0.5,"cloud_score":1,"domain":"a","key":"k"}

            {"prompt":"two","weak_score":0,"strong_score":1}
            {"prompt":"three","local_score":1}
            """);

        Assert.Empty(data.Errors);
        Assert.Equal([0.5f, 0f, 1f], data.Rows.Select(r => r.LocalScore));
        Assert.Equal([1f, 1f, null], data.Rows.Select(r => r.CloudScore));
        Assert.Equal(("k", "a"), (data.Rows[0].Key, data.Rows[0].Domain));
    }

    [Fact]
    public void Read_Csv_TakesQuotesCommasAndLineBreaks()
    {
        var data = Read("labels.csv", "prompt,local_score,cloud_score\r\n\"say \"\"hi\"\",\r\nplease\",0,1\r\nplain,1,1\r\n");

        Assert.Empty(data.Errors);
        Assert.Equal("say \"hi\",\r\nplease".Length, data.Rows[0].Features.TextBytes);
        Assert.Equal([0f, 1f], data.Rows.Select(r => r.LocalScore));
    }

    [Fact]
    public void Read_SamePromptInOtherSpelling_IsOneKey()
    {
        var data = Read("labels.jsonl", "{\"prompt\":\"Hello  World\",\"local_score\":1}\n{\"prompt\":\"hello world \",\"local_score\":1}");

        Assert.Equal(data.Rows[0].Key, data.Rows[1].Key);
    }

    [Theory]
    [InlineData("x.jsonl", "{\"prompt\":\"\",\"local_score\":1}", "'prompt' is missing or empty")]
    [InlineData("x.jsonl", "{\"prompt\":\"p\"}", "neither 'local_score' nor 'cloud_score' is there")]
    [InlineData("x.jsonl", "{\"prompt\":\"p\",\"local_score\":2}", "'local_score' is not a number from 0 to 1")]
    [InlineData("x.jsonl", "{\"prompt\":\"p\",\"strong_score\":\"high\"}", "'strong_score' is not a number from 0 to 1")]
    [InlineData("x.jsonl", "{\"prompt\":\"\\ud800\",\"local_score\":1}", "a string is not valid Unicode")]
    [InlineData("x.jsonl", "[1]", "a row is a JSON object")]
    [InlineData("x.jsonl", "{", "not JSON")]
    [InlineData("x.csv", "prompt,local_score\np,1,2", "3 fields where the header has 2")]
    public void Read_Malformed_NamesFileAndLine(string name, string text, string message)
    {
        var error = Assert.Single(Read(name, text).Errors).ToString();

        Assert.Contains($"{name}:{text.Split('\n').Length}: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_IsAnErrorNotAnException() =>
        Assert.EndsWith("no such file", Assert.Single(TuningData.Read([Path.Combine(_folder, "none.csv")]).Errors).ToString(), StringComparison.Ordinal);

    [Fact]
    public void CsvRecords_WrittenCells_ComeBack() => Gen.String[Gen.Char["a,\"\n\r "], 0, 6].Array[2, 4].Array[1, 4].Sample(table =>
    {
        var text = string.Join('\n', table.Select(row => string.Join(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));
        var read = CsvRecords.Read(text).Select(r => r.Cells).ToArray();
        return read.Length == table.Length && read.Zip(table).All(p => p.First.SequenceEqual(p.Second.Select(c => c.TrimEnd('\r'))));
    });

    private TuningData Read(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return TuningData.Read([file]);
    }
}
