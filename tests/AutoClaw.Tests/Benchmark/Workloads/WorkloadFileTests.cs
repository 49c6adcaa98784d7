using System.Text;
using AutoClaw.Core.Benchmark.Workloads;
using AutoClaw.Core.Wire;
using CsCheck;

namespace AutoClaw.Tests.Benchmark.Workloads;

public class WorkloadFileTests
{
    private static readonly string[] Lines = ["{\"prompt\":\"x\"}", "{\"prompt\":3}", "{\"messages\":[{}]}", "{\"expected\":{}}", "{\"prompt\":\"x\",\"expected\":{\"json\":[]}}", "null"];

    [Fact]
    public void File_WithEveryForm_IsRead()
    {
        var file = Read(
            "\uFEFF" + """{"id": "a", "prompt": "Say hi", "max_tokens": 5, "workload": "greet", "expected": {"exact": ["Hi", "Hello"]}}""",
            string.Empty,
            """{"messages": [{"role": "system", "content": "Be short"}, {"role": "user", "content": "2+2?"}], "expected": {"regex": "\\b4\\b"}}""",
            """{"prompt": "x", "expected": {"contains": "four"}}""",
            """{"prompt": "x", "expected": {"contains_all": ["four", "five"]}}""",
            """{"prompt": "x", "expected": {"json": {"n": 4}}}""",
            """{"prompt": "x", "expected": {"choice": "C"}}""",
            """{"prompt": "x", "expected": null}""");
        Assert.Empty(file.Problems);
        Assert.Equal(["a", "line-3", "line-4", "line-5", "line-6", "line-7", "line-8"], file.Prompts.Select(prompt => prompt.Id));
        Assert.Equal(["greet", "mine", "mine", "mine", "mine", "mine", "mine"], file.Prompts.Select(prompt => prompt.Workload));
        Assert.Equal([5, 1024], file.Prompts.Take(2).Select(prompt => prompt.MaxTokens));
        Assert.Equal([MessageRole.System, MessageRole.User], file.Prompts[1].Messages.Select(message => message.Role));
        Assert.True(file.Prompts[0].Expected!.Score("**hello.**").Correct);
        Assert.True(file.Prompts[1].Expected!.Score("It is 4.").Correct);
        Assert.True(file.Prompts[2].Expected!.Score("It is FOUR").Correct);
        Assert.Equal((0.5, false), (file.Prompts[3].Expected!.Score("four").Value, file.Prompts[3].Expected!.Score("four").Correct));
        Assert.True(file.Prompts[4].Expected!.Score("```json\n{\"n\": 4.0}\n```").Correct);
        Assert.True(file.Prompts[5].Expected!.Score("The answer is (C)").Correct);
        Assert.Null(file.Prompts[6].Expected);
    }

    [Fact]
    public void File_WithProblems_TellsAllOfThemAndIsNotUsed()
    {
        var file = Read(
            """{"prompt": "fine"}""",
            """{"prompt": "x", """,
            """[1]""",
            """{"prompt": "", "max_tokens": 0, "expcted": 1}""",
            """{"prompt": "x", "messages": []}""",
            """{"messages": [{"role": "robot", "content": 3}, {"role": "assistant", "content": "x", "name": "y"}]}""",
            """{"id": "line-1", "prompt": "x", "expected": {"regex": "("}}""",
            """{"id": "line-1", "prompt": "x"}""",
            """{"prompt": "x", "prompt": "y"}""",
            """{"prompt": "x", "expected": {"exact": "a", "choice": "B"}}""",
            """{"prompt": "x", "expected": {"choice": "b"}}""",
            """{"prompt": "x", "expected": {"like": "b"}}""");
        Assert.Empty(file.Prompts);
        Assert.Equal([2, 3, 4, 4, 4, 5, 5, 6, 6, 6, 7, 8, 9, 10, 11, 12], file.Problems.Select(problem => problem.Line));
        Assert.StartsWith("dir/mine.jsonl:2: not JSON, at character 17", file.Problems[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(file.Problems, problem => problem.Text == "id \"line-1\" is already that of line 1");
        Assert.Contains(file.Problems, problem => problem.Text.StartsWith("\"expcted\" is not known", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"prompt": "\ud800"}""")]
    [InlineData("""{"\ud800": "x"}""")]
    [InlineData("""{"prompt": "x", "expected": {"json": {"a": "\ud800"}}}""")]
    public void File_WithHalfACharacter_HasAProblem(string line)
    {
        Assert.Single(Read(line).Problems);
    }

    [Fact]
    public void File_Empty_IsAProblem() => Assert.Equal("dir/mine.jsonl:1: the file has no prompts", Assert.Single(Read(" ").Problems).ToString());

    [Fact]
    public void File_OfManyProblems_TellsTheFirstHundredAndHowManyMore()
    {
        var problems = Read([.. Enumerable.Repeat("{", 250)]).Problems;
        Assert.Equal(101, problems.Length);
        Assert.Equal("and 150 problems more", problems[^1].Text);
    }

    [Fact]
    public void File_WithAVeryLongLine_IsRefused() =>
        Assert.Contains("at most 4194304", Assert.Single(Read("{\"prompt\": \"" + new string('x', WorkloadFile.MostLineLength) + "\"}").Problems).Text, StringComparison.Ordinal);

    [Fact]
    public void File_OfAnyText_IsReadOrHasProblems() =>
        Gen.OneOf(
            Gen.String,
            Gen.Int[0, 5].Select(i => Lines[i])).Array[0, 6].Sample(lines =>
        {
            var file = Read(lines);
            Assert.Equal(file.Problems.Length > 0, file.Prompts.Length == 0);
        });

    [Fact]
    public void Pattern_ThatTakesForEver_TimesOutAsWrong()
    {
        var score = Read("""{"prompt": "x", "expected": {"regex": "^(a+)+$"}}""").Prompts[0].Expected!.Score(new string('a', 60) + "!");
        Assert.Equal((false, 1), (score.Correct, score.Parts["timed_out"]));
    }

    private static WorkloadFile Read(params string[] lines) => WorkloadFile.Read(new StringReader(new StringBuilder().AppendJoin('\n', lines).ToString()), "dir/mine.jsonl");
}
