using AutoClaw.Gateway.Local;
using CsCheck;

namespace AutoClaw.Tests.Local;

public sealed class GgufFileTests
{
    [Fact]
    public void Read_Model_SaysWhatItIs()
    {
        using var gguf = GgufBytes.Llama()
            .Text("general.name", "Tiny").Text("general.size_label", "1B").Number("general.file_type", 15)
            .Number("llama.context_length", 8192).Number("llama.block_count", 16).Number("llama.embedding_length", 2048)
            .Number("llama.attention.head_count", 32).Number("llama.attention.head_count_kv", 8)
            .Texts("tokenizer.ggml.tokens", "a", "b").Text("tokenizer.chat_template", new string('x', 100_000))
            .Tensor("a", 12, 0, 256, 2).Tensor("b", 0, 288, 10);
        gguf.DataBytes = 288 + 40;

        var header = Read(gguf.ToArray()).Header!;

        Assert.Equal(("llama", "Tiny", "1B", "Q4_K_M"), (header.Architecture, header.Name, header.SizeLabel, header.Quantization));
        Assert.Equal((8192L, 522L, 1), (header.ContextLength, header.Parameters, header.SplitCount));
        Assert.True(header.HasChatTemplate);
        Assert.Equal(gguf.ToArray().Length, header.EndOfTensors);

        // 16 layers, 8 heads of 64, keys and values, 2 bytes each.
        Assert.Equal(16 * 8 * (64 + 64) * 2, header.CacheBytesPerToken);
    }

    [Fact]
    public void Read_HeadsPerLayer_AreSummedUp()
    {
        using var gguf = GgufBytes.Llama()
            .Number("llama.block_count", 3).Number("llama.attention.head_count", 8).Numbers("llama.attention.head_count_kv", 4, 0, 2)
            .Number("llama.attention.key_length", 32).Number("llama.attention.value_length", 16).Tensor("a", 0, 0, 1);
        gguf.DataBytes = 4;
        Assert.Equal((4 + 0 + 2) * (32 + 16) * 2, Read(gguf.ToArray()).Header!.CacheBytesPerToken);
    }

    [Fact]
    public void Read_FieldsMissing_AreNull()
    {
        using var gguf = GgufBytes.Llama().Tensor("a", 99, 0, 1);
        var header = Read(gguf.ToArray()).Header!;
        Assert.Null(header.Name);
        Assert.Null(header.Quantization);
        Assert.Null(header.ContextLength);
        Assert.Null(header.CacheBytesPerToken);
        Assert.Null(header.EndOfTensors);
        Assert.False(header.HasChatTemplate);
    }

    [Fact]
    public void Read_TensorsBeyondItsEnd_IsCutOff()
    {
        using var gguf = GgufBytes.Llama().Tensor("a", 0, 0, 1000);
        gguf.DataBytes = 3999;
        Assert.Contains("cut off", Read(gguf.ToArray()).Problem, StringComparison.Ordinal);
        gguf.DataBytes = 4000;
        Assert.Null(Read(gguf.ToArray()).Problem);
    }

    [Fact]
    public void Read_EveryPrefix_IsRefusedAndNeverThrows()
    {
        using var gguf = GgufBytes.Llama().Texts("tokens", "one", "two").Numbers("n", 1, 2, 3).Tensor("a", 0, 0, 16);
        gguf.DataBytes = 64;
        var whole = gguf.ToArray();
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.NotNull(Read(whole[..length]).Problem));
        Assert.Null(Read(whole).Problem);
    }

    [Fact]
    public void Read_AnyByteChanged_NeverThrows()
    {
        using var gguf = GgufBytes.Llama().Texts("tokens", "one", "two").Numbers("n", 1, 2, 3).Tensor("a", 0, 0, 16);
        gguf.DataBytes = 64;
        var whole = gguf.ToArray();
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((first, one, second, two) =>
        {
            var changed = (byte[])whole.Clone();
            changed[first] = one;
            changed[second] = two;
            var reading = Read(changed);
            return (reading.Header is null) != (reading.Problem is null);
        });
    }

    [Theory]
    [InlineData(1u, "version 1")]
    [InlineData(4u, "version 4")]
    [InlineData(0x03000000u, "big-endian")]
    public void Read_VersionThatNoServerTakes_IsNamed(uint version, string hint)
    {
        using var gguf = GgufBytes.Llama().Tensor("a", 0, 0, 1);
        gguf.Version = version;
        Assert.Contains(hint, Read(gguf.ToArray()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NonsenseInside_IsRefused()
    {
        using var noArchitecture = new GgufBytes().Text("general.name", "x").Tensor("a", 0, 0, 1);
        Assert.Contains("no architecture", Read(noArchitecture.ToArray()).Problem, StringComparison.Ordinal);

        using var unknownType = GgufBytes.Llama().Raw("x", 77).Tensor("a", 0, 0, 1);
        Assert.Contains("value of type 77", Read(unknownType.ToArray()).Problem, StringComparison.Ordinal);

        using var nested = GgufBytes.Llama().Raw("x", 9, [9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]).Tensor("a", 0, 0, 1);
        Assert.Contains("lists in lists", Read(nested.ToArray()).Problem, StringComparison.Ordinal);

        using var wide = GgufBytes.Llama().Tensor("a", 0, 0, 1, 1, 1, 1, 1);
        Assert.Contains("5 dimensions", Read(wide.ToArray()).Problem, StringComparison.Ordinal);

        using var huge = GgufBytes.Llama().Tensor("a", 0, 0, ulong.MaxValue, 2);
        Assert.Contains("damaged", Read(huge.ToArray()).Problem, StringComparison.Ordinal);

        using var alignment = GgufBytes.Llama().Number("general.alignment", 0).Tensor("a", 0, 0, 1);
        Assert.Contains("alignment of 0", Read(alignment.ToArray()).Problem, StringComparison.Ordinal);

        using var empty = GgufBytes.Llama();
        Assert.Contains("makes no sense", Read(empty.ToArray()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PathThatIsNotThere_IsAProblem() => Assert.Contains("cannot be read", GgufFile.Read("/absent/file.gguf").Problem, StringComparison.Ordinal);

    private static GgufReading Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return GgufFile.Read(stream);
    }
}
