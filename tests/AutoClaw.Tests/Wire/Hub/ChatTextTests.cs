using System.Buffers;
using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;
using CsCheck;

namespace AutoClaw.Tests.Wire.Hub;

/// <summary>A text that was read and one that was made are the same to everybody who looks at them.</summary>
public sealed class ChatTextTests
{
    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"a\"", "a")]
    [InlineData("""  "a\"b\\c\/d\n" """, "a\"b\\c/d\n")]
    [InlineData("\"größer \\u00e9 \\ud83d\\ude00 😀\"", "größer é 😀 😀")]
    public void Text_ReadFromJson_IsTheSameAsOneThatWasMade(string json, string text)
    {
        var read = new ChatText(JsonElement.Parse(json));

        Assert.Equal(text, read.ToString());
        Assert.True(read == text);
        Assert.False(read != text);
        Assert.Equal(new ChatText(text).GetHashCode(), read.GetHashCode());
        Assert.Equal((text.Length == 0, text.Length == 0), (read.IsEmpty, new ChatText(text).IsEmpty));
    }

    [Fact]
    public void Text_ReadFromJson_IsWrittenAsItStood() =>
        Assert.Equal("""{"text":"a\/\u00e9é\n","next":["b"]}""", Written(new ChatText(JsonElement.Parse("""   "a\/\u00e9é\n"   """)), "b"));

    [Fact]
    public void Text_OfNothing_IsEmpty()
    {
        Assert.True(default(ChatText).IsEmpty);
        Assert.True(default(ChatText) == "");
        Assert.Equal("""{"text":"","next":[""]}""", Written(default, ""));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("  {}", true)]
    [InlineData("\n\t{}", true)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("\\{", false)]
    [InlineData("a{", false)]
    public void BeginsWith_ReadOrMade_LooksPastSpace(string text, bool begins)
    {
        Assert.Equal(begins, new ChatText(text).BeginsWith('{'));
        Assert.Equal(begins, new ChatText(JsonSerializer.SerializeToElement(text)).BeginsWith('{'));
        Assert.Equal(begins, new ChatText(JsonElement.Parse("\"" + Escaped(text) + "\"")).BeginsWith('{'));
    }

    [Fact]
    public void Join_OfSeveral_PutsEachOnALine()
    {
        var read = new ChatText(JsonElement.Parse("\"b\""));

        Assert.Equal("a\nb", ChatText.Join([new ChatPart.Text("a"), new ChatPart.Image(new MediaSource(null, "x")), new ChatPart.Text(read)]));
        Assert.Equal("b", ChatText.Join([new ChatPart.Text(read)]));
        Assert.Equal("", ChatText.Join([]));
    }

    [Fact]
    public void Text_AnyString_ComesBackFromEitherForm() => Gen.String.Where(IsWhole).Sample(
        text =>
        {
            var read = new ChatText(JsonSerializer.SerializeToElement(text));
            var made = JsonElement.Parse(Written(text, read));
            return read == text && made.GetProperty("text").GetString() == text && made.GetProperty("next")[0].GetString() == text;
        },
        iter: 2_000);

    private static bool IsWhole(string text) => text == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Escaped(string text) => string.Concat(text.Select(letter => $"\\u{(int)letter:x4}"));

    private static string Written(ChatText text, ChatText next)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            text.WriteTo(writer, "text"u8);
            writer.WriteStartArray("next"u8);
            next.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
