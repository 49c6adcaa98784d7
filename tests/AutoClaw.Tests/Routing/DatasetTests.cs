using AutoClaw.Core.Routing.Training;
using CsCheck;

namespace AutoClaw.Tests.Routing;

public sealed class DatasetTests
{
    [Fact]
    public void Fold_SameKey_NeverParts() => Gen.String.Select(Gen.Int[2, 20], Gen.Int[0, 100]).Sample((key, folds, seed) =>
    {
        var fold = Dataset.Fold(key, folds, seed);
        return fold >= 0 && fold < folds && fold == Dataset.Fold(new string(key.AsSpan()), folds, seed)
            && Dataset.IsHeldOut(key) == Dataset.IsHeldOut(new string(key.AsSpan()));
    });

    [Fact]
    public void IsHeldOut_ManyKeys_IsATenth()
    {
        var held = Enumerable.Range(0, 10_000).Count(i => Dataset.IsHeldOut($"key-{i}"));
        Assert.InRange(held, 900, 1100);
    }

    [Fact]
    public void Fold_OfHeldOutKeys_IsSpread()
    {
        var folds = Enumerable.Range(0, 20_000).Select(i => $"key-{i}").Where(Dataset.IsHeldOut).CountBy(k => Dataset.Fold(k, 5, 1));
        Assert.All(folds, f => Assert.InRange(f.Value, 300, 500));
    }

    [Fact]
    public void Read_MalformedRows_NamesFileAndLine()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file,
            [
                """{"id":"a","source":"s","prompt":"p","key":"k","strong_score":1,"weak_score":0,"models":{"m":0.5}}""",
                """{"id":"b","source":"s","prompt":"p","key":"k","strong_score":1}""",
                "",
                "not json",
                """{"id":"c","source":"s","key":"k"}""",
                """{"id":"d","source":"s","prompt":"p","key":"k","difficulty":"high"}""",
                """{"id":"e","source":"s","prompt":"\ud800","key":"k"}""",
                """[1]""",
            ]);
            var data = Dataset.Read([file]);

            Assert.Equal("a", Assert.Single(data.Rows).Id);
            Assert.Equal([2, 4, 5, 6, 7, 8], data.Errors.Select(e => e.Line));
            Assert.Equal($"{file}:5: 'prompt' is missing or not a string", data.Errors[2].ToString());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Read_MissingFile_IsAnErrorNotAnException()
    {
        var data = Dataset.Read([Path.Combine(Path.GetTempPath(), "autoclaw-no-such-file.jsonl")]);

        Assert.Empty(data.Rows);
        Assert.EndsWith("no such file", Assert.Single(data.Errors).ToString(), StringComparison.Ordinal);
    }
}
