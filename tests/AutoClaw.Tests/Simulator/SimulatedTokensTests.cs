using System.Text;
using AutoClaw.Cli.Simulator;
using CsCheck;

namespace AutoClaw.Tests.Simulator;

public sealed class SimulatedTokensTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData(" \n\t ", 0)]
    [InlineData("Hello, world!", 4)]
    [InlineData("abcdefghijkl", 1)]
    [InlineData("abcdefghijklm", 2)]
    [InlineData("漢字漢字漢", 2)]
    [InlineData("a.b", 3)]
    public void Count_Text_IsWordsAndMarks(string text, int tokens) => Assert.Equal(tokens, SimulatedTokens.Count(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Pieces_AnyText_JoinBackAreWholeCharactersAndAsManyAsCounted() =>
        Gen.String.Sample(text =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var joined = new StringBuilder();
            var pieces = 0;
            for (var start = 0; start < bytes.Length; pieces++)
            {
                var end = SimulatedTokens.NextEnd(bytes, start);
                joined.Append(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, start, end - start));
                start = end;
            }

            // White space alone is sent, but is no token.
            var expected = SimulatedTokens.Count(bytes);
            Assert.Equal(Encoding.UTF8.GetString(bytes), joined.ToString());
            Assert.Equal(expected, expected == 0 ? 0 : pieces);
        });

    [Fact]
    public void Text_AnyLength_HasExactlyThatManyTokens() =>
        Gen.Select(Gen.ULong, Gen.Int[1, 500]).Sample((seed, tokens) =>
        {
            var text = SimulatedText.Write(seed, tokens);
            Assert.Equal(tokens, SimulatedTokens.Count(text));
            Assert.Equal(text, SimulatedText.Write(seed, tokens));
        });
}
