using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// The placeholders of one conversation. The same value of the same type always has the same one. Values are kept encrypted under a key of
/// this map alone, which is overwritten when the map is disposed. Any number of threads.
/// </summary>
public sealed class PseudonymMap : IDisposable
{
    // With more values a conversation can't go on: all of them are looked for in all of its texts.
    private const int MostValues = 100_000;

    private const int KeyBytes = 32;
    private const int TagBytes = 16;
    private const int NonceBytes = 12;

    private readonly int _capacity;
    private readonly Lock _lock = new();
    private readonly byte[] _key = GC.AllocateUninitializedArray<byte>(KeyBytes, pinned: true);
    private readonly AesGcm _cipher;
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<UInt128, int> _byValue = [];
    private readonly Dictionary<string, int> _byPlaceholder = new(StringComparer.Ordinal);
    private readonly Dictionary<PiiType, int> _numbers = [];
    private bool _isOver;

    /// <param name="capacity">Values that there is room for.</param>
    public PseudonymMap(int capacity = MostValues)
    {
        _capacity = capacity;
        RandomNumberGenerator.Fill(_key);
        _cipher = new AesGcm(_key, TagBytes);
    }

    /// <summary>Values that it holds.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The value's placeholder, a new one where it has none yet; null where there is no room for one.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="value">As it is written.</param>
    /// <param name="taken">Placeholders that the conversation itself has in its texts: those mean nothing of ours.</param>
    public string? PlaceholderOf(PiiType type, ReadOnlySpan<char> value, IReadOnlySet<string> taken)
    {
        lock (_lock)
        {
            var key = KeyOf(type, value);
            if (_byValue.TryGetValue(key, out var known) && !taken.Contains(_entries[known].Placeholder))
            {
                return _entries[known].Placeholder;
            }

            if (_isOver || _entries.Count >= _capacity)
            {
                return null;
            }

            string placeholder;
            do
            {
                ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, type, out _);
                placeholder = Placeholder.Of(type, ++number);
            }
            while (taken.Contains(placeholder));

            // One that was taken in the meantime stays for answers under way, which know it by that name.
            _byPlaceholder.Add(placeholder, _entries.Count);
            _byValue[key] = _entries.Count;
            _entries.Add(new Entry(type, placeholder, Seal(value, _entries.Count)));
            return placeholder;
        }
    }

    /// <summary>The value behind a placeholder; null where there is none.</summary>
    public string? ValueOf(string placeholder)
    {
        lock (_lock)
        {
            return !_isOver && _byPlaceholder.TryGetValue(placeholder, out var index) ? Open(index) : null;
        }
    }

    /// <summary>Adds every value to <paramref name="values"/>.</summary>
    internal void CopyTo(KnownValues values)
    {
        lock (_lock)
        {
            for (var i = 0; i < _entries.Count; i++)
            {
                values.Add(_entries[i].Type, Open(i));
            }
        }
    }

    /// <summary>Nothing can be read from now on.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            CryptographicOperations.ZeroMemory(_key);
            _cipher.Dispose();
            _entries.Clear();
            _byValue.Clear();
            _byPlaceholder.Clear();
        }
    }

    // A keyed hash, so that the values can be found without being kept, and not be guessed from what is kept.
    private UInt128 KeyOf(PiiType type, ReadOnlySpan<char> value)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData([(byte)type]);
        hash.AppendData(MemoryMarshal.AsBytes(value));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    private byte[] Seal(ReadOnlySpan<char> value, int index)
    {
        var plain = MemoryMarshal.AsBytes(value);
        var sealedValue = new byte[plain.Length + TagBytes];
        Span<byte> nonce = stackalloc byte[NonceBytes];
        Nonce(index, nonce);
        _cipher.Encrypt(nonce, plain, sealedValue.AsSpan(TagBytes), sealedValue.AsSpan(0, TagBytes));
        return sealedValue;
    }

    private string Open(int index) => string.Create((_entries[index].Sealed.Length - TagBytes) / sizeof(char), (Map: this, Index: index), static (value, from) =>
    {
        var sealedValue = from.Map._entries[from.Index].Sealed;
        Span<byte> nonce = stackalloc byte[NonceBytes];
        Nonce(from.Index, nonce);
        from.Map._cipher.Decrypt(nonce, sealedValue.AsSpan(TagBytes), sealedValue.AsSpan(0, TagBytes), MemoryMarshal.AsBytes(value));
    });

    // The key is this map's alone and no number is used twice, so counting is enough.
    private static void Nonce(int index, Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(nonce, index);
    }

    private readonly record struct Entry(PiiType Type, string Placeholder, byte[] Sealed);
}
