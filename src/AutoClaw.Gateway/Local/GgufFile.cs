using System.Text;

namespace AutoClaw.Gateway.Local;

/// <summary>
/// Reads what a GGUF file says of itself, without its tensors. Trusts nothing: every length is checked against what is left of the file.
/// Format: <see href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md"/>.
/// </summary>
internal sealed class GgufFile : IDisposable
{
    private const uint TypeString = 8, TypeArray = 9;
    private const int LongestText = 64 * 1024, LongestList = 4096;

    // The format's own default, and the largest that makes sense.
    private const long DefaultAlignment = 32, LargestAlignment = 1 << 20;

    private readonly BinaryReader _reader;
    private readonly long _length;
    private readonly GgufMetadata _metadata = new();

    private GgufFile(Stream stream)
    {
        _reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        _length = stream.Length;
    }

    /// <summary>The header of a file on disk; a file that can't be opened is a problem like any other.</summary>
    public static GgufReading Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
            return Read(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new GgufReading(null, $"it cannot be read: {error.Message}");
        }
    }

    /// <param name="stream">From its start; seekable.</param>
    public static GgufReading Read(Stream stream)
    {
        var start = new byte[GgufPreamble.Bytes];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (GgufPreamble.Problem(start.AsSpan(0, count)) is { } problem)
        {
            return new GgufReading(null, problem);
        }

        try
        {
            using var file = new GgufFile(stream);
            return new GgufReading(file.Header(BitConverter.ToInt64(start, 8), BitConverter.ToInt64(start, 16)), null);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or OverflowException)
        {
            return new GgufReading(null, error is InvalidDataException ? error.Message : "its GGUF header is cut off or damaged");
        }
    }

    public void Dispose() => _reader.Dispose();

    private GgufHeader Header(long tensors, long keys)
    {
        for (var i = 0L; i < keys; i++)
        {
            var key = Text(LongestText) ?? throw new InvalidDataException("its GGUF header is damaged: a key is too long");
            _metadata.Add(key, Value(_reader.ReadUInt32()));
        }

        if (_metadata.Text("general.architecture") is not { } architecture)
        {
            throw new InvalidDataException("its GGUF header names no architecture");
        }

        var (parameters, end) = Tensors(tensors);
        if (end > _length)
        {
            throw new InvalidDataException($"it is cut off: its tensors end at byte {end} and the file at byte {_length}");
        }

        return new GgufHeader
        {
            Architecture = architecture,
            Name = _metadata.Text("general.name"),
            SizeLabel = _metadata.Text("general.size_label"),
            Quantization = _metadata.Number("general.file_type") is { } type ? GgufTypes.FileType(type) : null,
            ContextLength = _metadata.Number($"{architecture}.context_length"),
            Parameters = parameters,
            CacheBytesPerToken = CacheBytesPerToken(architecture),
            HasChatTemplate = _metadata.Has("tokenizer.chat_template"),
            SplitCount = (int)Math.Clamp(_metadata.Number("split.count") ?? 1, 1, int.MaxValue),
            EndOfTensors = end,
        };
    }

    private long? CacheBytesPerToken(string architecture)
    {
        const int EntryBytes = 2;
        if (_metadata.Number($"{architecture}.block_count") is not (> 0 and { } layers))
        {
            return null;
        }

        var heads = _metadata.Number($"{architecture}.attention.head_count");
        var head = heads > 0 ? _metadata.Number($"{architecture}.embedding_length") / heads : null;
        var key = _metadata.Number($"{architecture}.attention.key_length") ?? head;
        var value = _metadata.Number($"{architecture}.attention.value_length") ?? head;
        var kept = _metadata.OverLayers($"{architecture}.attention.head_count_kv", layers) ?? heads * layers;
        return checked(kept * (key + value) * EntryBytes);
    }

    private (long Parameters, long? End) Tensors(long count)
    {
        long parameters = 0;
        long last = 0;
        var known = true;
        for (var i = 0L; i < count; i++)
        {
            Skip(_reader.ReadUInt64());
            var dimensions = _reader.ReadUInt32();
            if (dimensions > 4)
            {
                throw new InvalidDataException($"its GGUF header is damaged: a tensor of {dimensions} dimensions");
            }

            var numbers = 1L;
            for (var dimension = 0; dimension < dimensions; dimension++)
            {
                numbers = checked(numbers * (long)_reader.ReadUInt64());
            }

            var block = GgufTypes.Block(_reader.ReadUInt32());
            var offset = checked((long)_reader.ReadUInt64());
            parameters = checked(parameters + numbers);
            known &= block is not null;
            last = block is { } stored ? Math.Max(last, checked(offset + (numbers / stored.Numbers * stored.Bytes))) : last;
        }

        var alignment = _metadata.Number("general.alignment") ?? DefaultAlignment;
        if (alignment is < 1 or > LargestAlignment)
        {
            throw new InvalidDataException($"its GGUF header is damaged: an alignment of {alignment}");
        }

        var start = (_reader.BaseStream.Position + alignment - 1) / alignment * alignment;
        return (parameters, known ? checked(start + last) : null);
    }

    private object? Value(uint type)
    {
        switch (type)
        {
            case TypeString:
                return Text(LongestText);
            case TypeArray:
                return List(_reader.ReadUInt32(), _reader.ReadUInt64());
            default:
                return Number(type);
        }
    }

    private long[]? List(uint type, ulong count)
    {
        var bytes = GgufTypes.ValueBytes(type) ?? throw new InvalidDataException($"its GGUF header is damaged: a value of type {type}");
        if (type == TypeArray)
        {
            throw new InvalidDataException("its GGUF header has lists in lists");
        }

        if (type == TypeString)
        {
            for (var i = 0UL; i < count; i++)
            {
                Skip(_reader.ReadUInt64());
            }

            return null;
        }

        if (count > LongestList)
        {
            Skip(checked(count * (ulong)bytes));
            return null;
        }

        var numbers = new long[count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Number(type) as long? ?? 0;
        }

        return numbers;
    }

    // Only whole numbers are asked for; the others are stepped over.
    private object? Number(uint type) => type switch
    {
        0 or 7 => (long)_reader.ReadByte(),
        1 => (long)_reader.ReadSByte(),
        2 => (long)_reader.ReadUInt16(),
        3 => (long)_reader.ReadInt16(),
        4 => (long)_reader.ReadUInt32(),
        5 => (long)_reader.ReadInt32(),
        6 => _reader.ReadSingle(),
        10 => _reader.ReadUInt64() is var number and <= long.MaxValue ? (long)number : null,
        11 => _reader.ReadInt64(),
        12 => _reader.ReadDouble(),
        _ => throw new InvalidDataException($"its GGUF header is damaged: a value of type {type}"),
    };

    /// <summary>Null: it is longer than that and was stepped over.</summary>
    private string? Text(int longest)
    {
        var length = _reader.ReadUInt64();
        if (length > (ulong)longest)
        {
            Skip(length);
            return null;
        }

        var bytes = _reader.ReadBytes((int)length);
        return bytes.Length == (int)length ? Encoding.UTF8.GetString(bytes) : throw new EndOfStreamException();
    }

    private void Skip(ulong bytes)
    {
        var stream = _reader.BaseStream;
        if (bytes > (ulong)(_length - stream.Position))
        {
            throw new EndOfStreamException();
        }

        stream.Seek((long)bytes, SeekOrigin.Current);
    }
}
