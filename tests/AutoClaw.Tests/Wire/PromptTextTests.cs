using System.Text;
using System.Text.Json;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire;
using CsCheck;

namespace AutoClaw.Tests.Wire;

public sealed class PromptTextTests
{
    [Fact]
    public void Unescape_AnyJsonString_IsWhatTheJsonReaderSays() => Gen.String.Sample(text =>
    {
        // Lone surrogates have no UTF-8 form and are covered below.
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var raw = JsonSerializer.SerializeToUtf8Bytes(text).AsSpan()[1..^1];
        var plain = new byte[Encoding.UTF8.GetByteCount(text)];
        return PromptText.Unescape(raw, plain) == plain.Length && Encoding.UTF8.GetString(plain) == text;
    });

    [Theory]
    [InlineData(@"a\", "a")]
    [InlineData(@"a\u00", "a")]
    [InlineData(@"a\ud83d", "a\uFFFD")]
    [InlineData(@"a\ud83dx", "a\uFFFDx")]
    public void Unescape_CutOrLone_IsTolerated(string raw, string expected)
    {
        Span<byte> plain = stackalloc byte[32];

        Assert.Equal(expected, Encoding.UTF8.GetString(plain[..PromptText.Unescape(Encoding.UTF8.GetBytes(raw), plain)]));
    }

    [Fact]
    public void CopyLastUser_LongText_KeepsBothEnds()
    {
        var envelope = ChatRequestScannerTests.Scan(
            JsonSerializer.Serialize(new
            {
                model = "a",
                messages = new[] { new { role = "user", content = "BEGIN " + new string('x', 50_000) + "\n\"END\"" } },
            }));
        var plain = new byte[PromptText.MaxBytes];

        var text = Encoding.UTF8.GetString(plain.AsSpan(0, PromptText.CopyLastUser(envelope, plain)));

        Assert.StartsWith("BEGIN xx", text, StringComparison.Ordinal);
        Assert.EndsWith("xx\n\"END\"", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, PromptText.MaxBytes - 64, PromptText.MaxBytes);
        Assert.InRange(PromptText.ClippedLastUserBytes(envelope), 50_000, 50_032);
    }

    // What is clipped here must be more than what the model clips itself, and the length must come along.
    [Fact]
    public void CopyLastUser_LongText_ScoresAsTheWholeTextDoes()
    {
        var whole = string.Join(' ', Enumerable.Range(0, 6000).Select(i => $"word{i % 97}"));
        var envelope = ChatRequestScannerTests.Scan(
            JsonSerializer.Serialize(new { model = "a", messages = new[] { new { role = "user", content = whole } } }));
        var clipped = new byte[PromptText.MaxBytes];
        var length = PromptText.CopyLastUser(envelope, clipped);

        var expected = RouterModel.Shipped.Score(new RouterInput { Text = Encoding.UTF8.GetBytes(whole), Turns = 1, ConversationBytes = whole.Length });
        var actual = RouterModel.Shipped.Score(new RouterInput
        {
            Text = clipped.AsSpan(0, length), TextBytes = PromptText.ClippedLastUserBytes(envelope), Turns = 1, ConversationBytes = whole.Length,
        });

        Assert.Equal(expected, actual);
    }
}
