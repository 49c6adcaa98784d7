using System.Buffers;
using System.Text;
using AutoClaw.Core.Wire.OpenAiChat;
using CsCheck;

namespace AutoClaw.Tests.Wire;

public sealed class ChunkTemplateTests
{
    [Theory]
    [InlineData("""{"id":"1","choices":[{"index":0,"delta":{"content":"b"}}]}""", "b")]
    [InlineData("""{"id":"1","choices":[{"index":0,"delta":{"content":"a longer piece"}}]}""", "a longer piece")]
    [InlineData("""{"id":"2","choices":[{"index":0,"delta":{"content":"b"}}]}""", null)]
    [InlineData("""{"id":"1","choices":[{"index":1,"delta":{"content":"b"}}]}""", null)]
    [InlineData("""{"id":"1","choices":[{"index":0,"delta":{"content":""}}]}""", null)]
    [InlineData("""{"id":"1","choices":[{"index":0,"delta":{"content":"\n"}}]}""", null)]
    [InlineData("""{"id":"1","choices":[{"index":0,"delta":{"content":"b","x":"c"}}]}""", null)]
    [InlineData("""{"id":"1","choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}]}""", null)]
    public void TryMatch_AfterPlainText_TakesOnlyAnotherText(string chunk, string? expected)
    {
        var template = Learned("""{"id":"1","choices":[{"index":0,"delta":{"content":"a"}}]}""");

        var matched = template.TryMatch(Encoding.UTF8.GetBytes(chunk), out var text);

        Assert.Equal(expected is not null, matched);
        Assert.Equal(expected, matched ? Encoding.UTF8.GetString(text) : null);
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":"a"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"reasoning_content":"a"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"},"logprobs":{"content":[]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"b"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}}""")]
    public void Learn_MoreThanText_MatchesNothing(string chunk) =>
        Assert.False(Learned(chunk).TryMatch(Encoding.UTF8.GetBytes(chunk), out _));

    // Whatever the pieces are, the short way must give what the long way gives.
    [Fact]
    public void Extend_AnyPieces_CollectsWhatParsingWould() => Gen.String.Array[1, 8].Sample(pieces =>
    {
        var chunks = pieces.Select(piece => Encoding.UTF8.GetBytes(
            $$"""{"choices":[{"index":0,"delta":{"content":{{System.Text.Json.JsonSerializer.Serialize(piece)}} } }]}""")).ToArray();
        var template = new ChunkTemplate();
        ChatCollector quick = new(), slow = new();
        foreach (var chunk in chunks)
        {
            slow.Add(chunk);
            if (template.TryMatch(chunk, out var text))
            {
                quick.Extend(text);
            }
            else
            {
                template.Learn(chunk, ChatChunkReader.Read(chunk));
                quick.Add(chunk);
            }
        }

        return Written(quick) == Written(slow);
    });

    private static ChunkTemplate Learned(string chunk)
    {
        var bytes = Encoding.UTF8.GetBytes(chunk);
        var template = new ChunkTemplate();
        template.Learn(bytes, ChatChunkReader.Read(bytes));
        return template;
    }

    private static string Written(ChatCollector collector)
    {
        var output = new ArrayBufferWriter<byte>();
        collector.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
