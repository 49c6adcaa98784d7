using AutoClaw.Core.Verify;
using AutoClaw.Core.Verify.Training;

namespace AutoClaw.Tests.Verify;

public sealed class RecordedQuestionsTests
{
    [Fact]
    public void Read_Line_HasEveryAnswerInItsNormalForm()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Line(3), "", RecordedQuestionFile.Line(4));

        var data = RecordedQuestions.Read(file.Path);

        Assert.Empty(data.Errors);
        Assert.Equal(["q3", "q4"], data.Questions.Select(question => question.Id));
        Assert.Matches("^[0-9a-f]{64}$", data.Hash);
        var question = data.Questions[0];
        Assert.Equal(("odd", "k3", "d", 1.0), (question.Source, question.Key, question.Domain, question.StrongScore));
        Assert.Equal(new RecordedAnswer(new FinalAnswer(AnswerKind.Number, "1"), 0, 100), question.Local["small-8B"]);
        Assert.Equal(new RecordedAnswer(new FinalAnswer(AnswerKind.Number, "2"), 1, 90), question.Local["other"]);
        Assert.Null(question.Local["mute"].Answer);
    }

    [Theory]
    [InlineData("[]", "a question is a JSON object")]
    [InlineData("{", "not JSON")]
    [InlineData("""{"id":"\ud800","source":"s"}""", "not valid Unicode")]
    [InlineData("""{"id":"a","source":"s","prompt":"p","strong_score":1,"local":{"m":{"score":1}}}""", "'key' is missing")]
    [InlineData("""{"id":"a","source":"s","prompt":"p","key":"k","strong_score":2,"local":{"m":{"score":1}}}""", "'strong_score' is not a number from 0 to 1")]
    [InlineData("""{"id":"a","source":"s","prompt":"p","key":"k","strong_score":1,"local":{"m":{"score":"1"}}}""", "'score' is not a number from 0 to 1")]
    [InlineData("""{"id":"a","source":"s","prompt":"p","key":"k","strong_score":1,"local":{"m":1}}""", "'m' is not an object")]
    [InlineData("""{"id":"a","source":"s","prompt":"p","key":"k","strong_score":1,"local":{}}""", "'local' has no answer")]
    [InlineData("""{"id":"a","source":"s","prompt":"p","key":"k","strong_score":1}""", "'local' is missing")]
    public void Read_BadLine_NamesFileAndLine(string line, string message)
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Line(1), line);

        var data = RecordedQuestions.Read(file.Path);

        Assert.Single(data.Questions);
        var error = Assert.Single(data.Errors);
        Assert.Equal((file.Path, 2), (error.File, error.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_SaysSo() => Assert.Equal("no such file", Assert.Single(RecordedQuestions.Read("/none/such.jsonl").Errors).Message);
}
