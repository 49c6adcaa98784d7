using System.Buffers.Binary;
using System.Text;
using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// The bytes of one group of reservations: everything that an attempt must keep if the process dies before it is settled. Written on
/// every request and read only after a crash; a version byte leads, so that a newer AutoClaw still reads an older one's.
/// </summary>
internal sealed class ReservationCodec
{
    private const byte Version = 1;

    private byte[] _buffer = new byte[16 * 1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Start()
    {
        _length = 0;
        Byte(Version);
    }

    public void Add(long id, Attempt attempt)
    {
        Long(id);
        Text(attempt.RequestId);
        Long(attempt.Number);
        Text(attempt.KeyId);
        Text(attempt.Operation);
        Text(attempt.Route);
        Text(attempt.Engine);
        Text(attempt.Model);
        Text(attempt.Reason);
        Byte((byte)((attempt.Streamed ? 1 : 0) | (attempt.Simulated ? 2 : 0) | (attempt.Place == Place.Cloud ? 4 : 0)));
        Real(attempt.Score);
        Real(attempt.Threshold);
        Real(attempt.DecisionMicros);
        Long(attempt.ReceivedAt.UtcTicks);
        Long(attempt.SentMicros);
        Long(attempt.Usage.Input);
        Long(attempt.Usage.Cached);
        Long(attempt.Usage.Output);
        Long(attempt.Usage.Reasoning);
        Text(attempt.PriceVersion);
        Maybe(attempt.Cost?.Picodollars);
        Maybe(attempt.CounterfactualCost?.Picodollars);
    }

    /// <summary>The attempts of one group, as unknown outcomes with estimated usage.</summary>
    /// <exception cref="LedgerException">The bytes are not such a group.</exception>
    public static List<Attempt> Read(ReadOnlySpan<byte> bytes)
    {
        var attempts = new List<Attempt>();
        try
        {
            var reader = new Reader(bytes);
            if (reader.Byte() != Version)
            {
                throw new LedgerException(LedgerException.TooNew, "The ledger holds reservations of a newer AutoClaw.");
            }

            while (!reader.AtEnd)
            {
                attempts.Add(ReadOne(ref reader));
            }

            return attempts;
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new LedgerException(LedgerException.Corrupt, "A reservation in the ledger is damaged.", e);
        }
    }

    private static Attempt ReadOne(ref Reader reader)
    {
        // Initialisers run in the order they are written, which is the order of the bytes.
        var id = reader.Long();
        var requestId = reader.Text() ?? "";
        var number = (int)reader.Long();
        var keyId = reader.Text();
        var operation = reader.Text() ?? "";
        var route = reader.Text() ?? "";
        var engine = reader.Text() ?? "";
        var model = reader.Text() ?? "";
        var reason = reader.Text() ?? "";
        var flags = reader.Byte();
        return new Attempt
        {
            LedgerId = id,
            RequestId = requestId,
            Number = number,
            KeyId = keyId,
            Operation = operation,
            Route = route,
            Engine = engine,
            Model = model,
            Reason = reason,
            Streamed = (flags & 1) != 0,
            Simulated = (flags & 2) != 0,
            Place = (flags & 4) != 0 ? Place.Cloud : Place.Local,
            Score = reader.Real(),
            Threshold = reader.Real(),
            DecisionMicros = reader.Real() ?? 0,
            ReceivedAt = new DateTimeOffset(reader.Long(), TimeSpan.Zero),
            SentMicros = reader.Long(),
            Usage = new Usage(reader.Long(), reader.Long(), reader.Long(), reader.Long(), Estimated: true),
            PriceVersion = reader.Text(),
            Cost = reader.Maybe() is { } cost ? new Money(cost) : null,
            CounterfactualCost = reader.Maybe() is { } counterfactual ? new Money(counterfactual) : null,
            Outcome = AttemptOutcome.Unknown,
        };
    }

    private Span<byte> Room(int length)
    {
        if (_buffer.Length - _length < length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + length));
        }

        return _buffer.AsSpan(_length);
    }

    private void Byte(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    private void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);
        _length += 8;
    }

    private void Maybe(long? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } number)
        {
            Long(number);
        }
    }

    private void Real(double? value) => Maybe(value is { } number ? BitConverter.DoubleToInt64Bits(number) : null);

    /// <summary>Two bytes of length, 65535 for null; longer texts are cut there: names and ids are far shorter.</summary>
    private void Text(string? value)
    {
        if (value is null)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(Room(2), ushort.MaxValue);
            _length += 2;
            return;
        }

        var text = value.AsSpan(0, Math.Min(value.Length, 20_000));
        var room = Room(2 + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, room[2..]);
        BinaryPrimitives.WriteUInt16LittleEndian(room, (ushort)length);
        _length += 2 + length;
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly bool AtEnd => _rest.IsEmpty;

        public byte Byte() => Take(1)[0];

        public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

        public long? Maybe() => Byte() == 0 ? null : Long();

        public double? Real() => Maybe() is { } bits ? BitConverter.Int64BitsToDouble(bits) : null;

        public string? Text()
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
            return length == ushort.MaxValue ? null : Encoding.UTF8.GetString(Take(length));
        }

        private ReadOnlySpan<byte> Take(int length)
        {
            var taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }
    }
}
