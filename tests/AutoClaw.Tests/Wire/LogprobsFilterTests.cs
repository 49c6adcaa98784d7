using System.Buffers;
using System.Text;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire;

public sealed class LogprobsFilterTests
{
    [Theory]
    [InlineData(
        """{"id":"1","choices":[{"index":0,"delta":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-0.1}]},"finish_reason":null}],"x":{"logprobs":1}}""",
        """{"id":"1","choices":[{"index":0,"delta":{"content":"a"},"logprobs":null,"finish_reason":null}],"x":{"logprobs":1}}""")]
    [InlineData(
        """{"choices": [ {"logprobs" : {"content":[]} , "delta":{"logprobs":5}}, {"logprobs":null} ]}""",
        """{"choices": [ {"logprobs" : null , "delta":{"logprobs":5}}, {"logprobs":null} ]}""")]
    [InlineData("""{"choices":[],"usage":{"total_tokens":3}}""", """{"choices":[],"usage":{"total_tokens":3}}""")]
    public void Write_Chunk_DiffersInTheLogprobsAlone(string chunk, string expected)
    {
        var output = new ArrayBufferWriter<byte>();

        LogprobsFilter.Write(Encoding.UTF8.GetBytes(chunk), output);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
