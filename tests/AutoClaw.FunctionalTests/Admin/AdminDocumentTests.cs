using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary>Every command in docs/admin.md is typed here, and what the gateway answers has the form that the document shows.</summary>
[Collection(AdminProcess.Name)]
public sealed partial class AdminDocumentTests(RunningAdmin running)
{
    [Fact]
    public async Task Commands_InTheDocument_WorkAndAnswerAsShown()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "admin.md"), TestContext.Current.CancellationToken);
        var autoclaw = Path.Combine(AppContext.BaseDirectory, "autoclaw");
        var request = await CliProcess.RunAsync(running.Folder, "bash", ["-c", """curl -sSf "$AUTOCLAW_URL/chat/completions" -D - -o /dev/null -d '{"model":"local","messages":[{"role":"user","content":"hi"}]}'"""]);
        var id = Regex.Match(request.Output, "x-autoclaw-request-id: (req_[0-9a-f]+)", RegexOptions.IgnoreCase).Groups[1].Value;
        Assert.NotEmpty(id);
        var blocks = Blocks().Matches(text);
        Assert.True(blocks.Count >= 7, "the document has lost its commands");
        foreach (Match block in blocks)
        {
            foreach (var command in block.Groups["sh"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var line = command.Replace("curl ", "curl -sSf ", StringComparison.Ordinal)
                    .Replace("http://127.0.0.1:2530", "$AUTOCLAW_ADMIN_URL", StringComparison.Ordinal)
                    .Replace("./autoclaw ", autoclaw + " ", StringComparison.Ordinal)
                    .Replace("REQUEST_ID", id, StringComparison.Ordinal)
                    .Replace("/small/", "/local/", StringComparison.Ordinal)
                    .Replace(" small", " local", StringComparison.Ordinal);
                var result = await CliProcess.RunAsync(running.Folder, "bash", ["-c", line]);
                Assert.True(result.ExitCode == 0, $"{line}\n{result.Output}\n{result.Errors}");
                if (block.Groups["json"].Value is { Length: > 0 } shown)
                {
                    AssertSameForm(JsonNode.Parse(shown), JsonNode.Parse(result.Output), command);
                }
            }
        }
    }

    // Null may stand for anything, and a list has the form of its first entry.
    private static void AssertSameForm(JsonNode? shown, JsonNode? real, string where)
    {
        switch (shown, real)
        {
            case (JsonObject a, JsonObject b):
                Assert.Equal($"{where}: {string.Join(' ', a.Select(pair => pair.Key))}", $"{where}: {string.Join(' ', b.Select(pair => pair.Key))}");
                Assert.All(a, pair => AssertSameForm(pair.Value, b[pair.Key], $"{where}.{pair.Key}"));
                break;
            case (JsonArray { Count: > 0 } a, JsonArray { Count: > 0 } b):
                AssertSameForm(a[0], b[0], where + "[0]");
                break;
            case (not null, not null):
                Assert.Equal((where, KindOf(shown)), (where, KindOf(real)));
                break;
        }
    }

    private static JsonValueKind KindOf(JsonNode node) => node.GetValueKind() is JsonValueKind.False ? JsonValueKind.True : node.GetValueKind();

    [GeneratedRegex("```sh\n(?<sh>.*?)```\n(\n```json\n(?<json>.*?)```)?", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
