using System.Text;

namespace AutoClaw.Tests.Local;

/// <summary>A GGUF file made byte by byte, so that a test can make it wrong at any place.</summary>
internal sealed class GgufBytes : IDisposable
{
    private readonly MemoryStream _keys = new();
    private readonly MemoryStream _tensors = new();
    private ulong _keyCount;
    private ulong _tensorCount;

    public uint Version { get; set; } = 3;

    public int DataBytes { get; set; }

    /// <summary>The least that a model has.</summary>
    public static GgufBytes Llama() => new GgufBytes().Text("general.architecture", "llama");

    public GgufBytes Text(string key, string value) => Key(key, 8, writer => WriteText(writer, value));

    public GgufBytes Number(string key, uint value) => Key(key, 4, writer => writer.Write(value));

    public GgufBytes Numbers(string key, params int[] values) => Key(key, 9, writer =>
    {
        writer.Write(5u);
        writer.Write((ulong)values.Length);
        Array.ForEach(values, writer.Write);
    });

    public GgufBytes Texts(string key, params string[] values) => Key(key, 9, writer =>
    {
        writer.Write(8u);
        writer.Write((ulong)values.Length);
        Array.ForEach(values, value => WriteText(writer, value));
    });

    /// <summary>A key of any type, with these bytes as its value.</summary>
    public GgufBytes Raw(string key, uint type, params byte[] value) => Key(key, type, writer => writer.Write(value));

    public GgufBytes Tensor(string name, uint type, ulong offset, params ulong[] dimensions)
    {
        using var writer = new BinaryWriter(_tensors, Encoding.UTF8, leaveOpen: true);
        WriteText(writer, name);
        writer.Write((uint)dimensions.Length);
        Array.ForEach(dimensions, writer.Write);
        writer.Write(type);
        writer.Write(offset);
        _tensorCount++;
        return this;
    }

    public byte[] ToArray()
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("GGUF"u8);
        writer.Write(Version);
        writer.Write(_tensorCount);
        writer.Write(_keyCount);
        writer.Write(_keys.ToArray());
        writer.Write(_tensors.ToArray());
        writer.Write(new byte[((file.Length + 31) / 32 * 32) - file.Length + DataBytes]);
        return file.ToArray();
    }

    public void Dispose()
    {
        _keys.Dispose();
        _tensors.Dispose();
    }

    private static void WriteText(BinaryWriter writer, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private GgufBytes Key(string key, uint type, Action<BinaryWriter> value)
    {
        using var writer = new BinaryWriter(_keys, Encoding.UTF8, leaveOpen: true);
        WriteText(writer, key);
        writer.Write(type);
        value(writer);
        _keyCount++;
        return this;
    }
}
