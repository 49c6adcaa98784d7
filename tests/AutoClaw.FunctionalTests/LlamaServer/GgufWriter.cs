using System.Text;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>
/// Writes a GGUF file, version 3, little-endian: header, metadata, tensor directory, then the tensors (32-bit floats, or random
/// 4-bit blocks) aligned to 32 bytes. Format: <see href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md"/>.
/// </summary>
internal sealed class GgufWriter : IDisposable
{
    private const int Alignment = 32;
    private const uint TypeUInt32 = 4, TypeInt32 = 5, TypeFloat32 = 6, TypeBool = 7, TypeString = 8, TypeArray = 9;
    private const uint TensorFloat32 = 0, TensorQ4 = 2;

    // Q4_0: a 16-bit float that scales 32 numbers of 4 bits.
    private const int BlockNumbers = 32, BlockBytes = 18;

    private readonly MemoryStream _metadata = new();
    private readonly BinaryWriter _writer;
    private readonly List<Tensor> _tensors = [];
    private ulong _keys;

    public GgufWriter() => _writer = new BinaryWriter(_metadata, Encoding.UTF8);

    public void Add(string key, uint value) => Key(key, TypeUInt32).Write(value);

    public void Add(string key, float value) => Key(key, TypeFloat32).Write(value);

    public void Add(string key, bool value) => Key(key, TypeBool).Write(value);

    public void Add(string key, string value) => WriteString(Key(key, TypeString), value);

    public void Add(string key, IReadOnlyCollection<string> values)
    {
        var writer = Array(key, TypeString, values.Count);
        foreach (var value in values)
        {
            WriteString(writer, value);
        }
    }

    public void Add(string key, IReadOnlyCollection<int> values)
    {
        var writer = Array(key, TypeInt32, values.Count);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    /// <param name="name">The name that the architecture expects.</param>
    /// <param name="dimensions">Fastest-varying first; their product is the length of <paramref name="values"/>.</param>
    /// <param name="values">Row by row.</param>
    public void AddTensor(string name, int[] dimensions, float[] values) => _tensors.Add(new Tensor(
        name, dimensions, TensorFloat32, (long)values.Length * sizeof(float), file =>
        {
            foreach (var value in values)
            {
                file.Write(value);
            }
        }));

    /// <summary>Small random numbers, made while they are written: a large model fits no memory twice.</summary>
    /// <param name="name">The name that the architecture expects.</param>
    /// <param name="dimensions">Fastest-varying first; it is a multiple of 32.</param>
    /// <param name="seed">Same seed: same bytes.</param>
    public void AddRandomTensor(string name, int[] dimensions, int seed)
    {
        var blocks = dimensions.Aggregate(1L, (product, dimension) => product * dimension) / BlockNumbers;
        _tensors.Add(new Tensor(name, dimensions, TensorQ4, blocks * BlockBytes, file =>
        {
            var random = new Random(seed);
            var row = new byte[dimensions[0] / BlockNumbers * BlockBytes];
            for (var written = 0L; written < blocks * BlockBytes; written += row.Length)
            {
                random.NextBytes(row);
                for (var block = 0; block < row.Length; block += BlockBytes)
                {
                    BitConverter.TryWriteBytes(row.AsSpan(block), (Half)0.004f);
                }

                file.Write(row);
            }
        }));
    }

    public void Dispose() => _writer.Dispose();

    public void Save(string path)
    {
        using var file = new BinaryWriter(File.Create(path), Encoding.UTF8);
        file.Write("GGUF"u8);
        file.Write(3u);
        file.Write((ulong)_tensors.Count);
        file.Write(_keys);
        _writer.Flush();
        _metadata.WriteTo(file.BaseStream);
        ulong offset = 0;
        foreach (var tensor in _tensors)
        {
            WriteString(file, tensor.Name);
            file.Write((uint)tensor.Dimensions.Length);
            foreach (var dimension in tensor.Dimensions)
            {
                file.Write((ulong)dimension);
            }

            file.Write(tensor.Type);
            file.Write(offset);
            offset += (ulong)Aligned(tensor.Bytes);
        }

        Pad(file);
        foreach (var tensor in _tensors)
        {
            tensor.Write(file);
            Pad(file);
        }
    }

    private static long Aligned(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter file)
    {
        file.Flush();
        var position = file.BaseStream.Position;
        file.Write(new byte[Aligned(position) - position]);
    }

    private static void WriteString(BinaryWriter writer, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private BinaryWriter Array(string key, uint elementType, int count)
    {
        var writer = Key(key, TypeArray);
        writer.Write(elementType);
        writer.Write((ulong)count);
        return writer;
    }

    private BinaryWriter Key(string key, uint type)
    {
        _keys++;
        WriteString(_writer, key);
        _writer.Write(type);
        return _writer;
    }

    private sealed record Tensor(string Name, int[] Dimensions, uint Type, long Bytes, Action<BinaryWriter> Write);
}
