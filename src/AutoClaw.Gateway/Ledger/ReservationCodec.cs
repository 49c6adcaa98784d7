using System.Buffers.Binary;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// The bytes of one group of reservations: everything that an attempt must keep if the process dies before it is settled. Written on
/// every request and read only after a crash; a version byte leads, so that a newer AutoClaw still reads an older one's.
/// </summary>
internal sealed class ReservationCodec
{
    private const byte Version = 3;

    // Had labels and no subjects.
    private const byte LabelsVersion = 2;

    // Had neither.
    private const byte FirstVersion = 1;

    // Always 0 in what an AutoClaw without roles wrote, which is the role that all its attempts had.
    private const int RoleBit = 3;

    private const ushort None = ushort.MaxValue;
    private const ushort Repeated = ushort.MaxValue - 1;

    private byte[] _buffer = new byte[16 * 1024];
    private int _length;
    private Attempt? _before;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Start()
    {
        _length = 0;
        _before = null;
        Byte(Version);
    }

    public void Add(long id, Attempt attempt)
    {
        Long(id);
        Text(attempt.RequestId, _before?.RequestId);
        Long(attempt.Number);
        Text(attempt.KeyId, _before?.KeyId);
        Text(attempt.Operation, _before?.Operation);
        Text(attempt.Route, _before?.Route);
        Text(attempt.Engine, _before?.Engine);
        Text(attempt.Model, _before?.Model);
        Text(attempt.Reason, _before?.Reason);
        Byte((byte)((attempt.Streamed ? 1 : 0) | (attempt.Simulated ? 2 : 0) | (attempt.Place == Place.Cloud ? 4 : 0) | ((int)attempt.Role << RoleBit)));
        Real(attempt.Score);
        Real(attempt.Threshold);
        Real(attempt.DecisionMicros);
        Long(attempt.ReceivedAt.UtcTicks);
        Long(attempt.SentMicros);
        Long(attempt.Usage.Input);
        Long(attempt.Usage.Cached);
        Long(attempt.Usage.Output);
        Long(attempt.Usage.Reasoning);
        Text(attempt.PriceVersion, _before?.PriceVersion);
        Maybe(attempt.Cost?.Picodollars);
        Maybe(attempt.CounterfactualCost?.Picodollars);
        Text(attempt.Privacy.IsOpen ? null : attempt.Privacy.ToString(), before: null);
        Text(attempt.PrivacyReason, _before?.PrivacyReason);
        Text(attempt.Subject, _before?.Subject);
        _before = attempt;
    }

    /// <summary>The attempts of one group, as unknown outcomes with estimated usage.</summary>
    /// <exception cref="LedgerException">The bytes are not such a group.</exception>
    public static List<Attempt> Read(ReadOnlySpan<byte> bytes)
    {
        var attempts = new List<Attempt>();
        try
        {
            var reader = new Reader(bytes);
            var version = reader.Byte();
            if (version is not (Version or LabelsVersion or FirstVersion))
            {
                throw new LedgerException(LedgerException.TooNew, "The ledger holds reservations of a newer AutoClaw.");
            }

            while (!reader.AtEnd)
            {
                attempts.Add(ReadOne(ref reader, attempts.Count > 0 ? attempts[^1] : null, version));
            }

            return attempts;
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new LedgerException(LedgerException.Corrupt, "A reservation in the ledger is damaged.", e);
        }
    }

    private static Attempt ReadOne(ref Reader reader, Attempt? before, byte version)
    {
        // Initialisers run in the order they are written, which is the order of the bytes.
        var id = reader.Long();
        var requestId = reader.Text(before?.RequestId) ?? "";
        var number = (int)reader.Long();
        var keyId = reader.Text(before?.KeyId);
        var operation = reader.Text(before?.Operation) ?? "";
        var route = reader.Text(before?.Route) ?? "";
        var engine = reader.Text(before?.Engine) ?? "";
        var model = reader.Text(before?.Model) ?? "";
        var reason = reader.Text(before?.Reason) ?? "";
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
            Role = (AttemptRole)(flags >> RoleBit),
            Score = reader.Real(),
            Threshold = reader.Real(),
            DecisionMicros = reader.Real() ?? 0,
            ReceivedAt = new DateTimeOffset(reader.Long(), TimeSpan.Zero),
            SentMicros = reader.Long(),
            Usage = new Usage(reader.Long(), reader.Long(), reader.Long(), reader.Long(), Estimated: true),
            PriceVersion = reader.Text(before?.PriceVersion),
            Cost = reader.Maybe() is { } cost ? new Money(cost) : null,
            CounterfactualCost = reader.Maybe() is { } counterfactual ? new Money(counterfactual) : null,
            Privacy = version > FirstVersion && reader.Text(before: null) is { } label ? LabelOf(label) : PrivacyLabel.Open,
            PrivacyReason = version > FirstVersion ? reader.Text(before?.PrivacyReason) : null,
            Subject = version > LabelsVersion ? reader.Text(before?.Subject) : null,

            // What is sent to an engine in the house does not leave it; what left for another nobody has counted to the end.
            EgressBytes = (flags & 4) != 0 ? null : 0,
            Outcome = AttemptOutcome.Unknown,
        };
    }

    // What can't be read was private.
    private static PrivacyLabel LabelOf(string text) => PrivacyLabel.TryParse(text, out var label) ? label : PrivacyLabel.Private;

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

    /// <summary>
    /// Two bytes of length, or a mark: null, or the same as the entry before (nearly always so for routes, engines and models). Longer
    /// texts are cut: names and ids are far shorter.
    /// </summary>
    private void Text(string? value, string? before)
    {
        if (value is null || (value == before && value.Length > 0))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(Room(2), value is null ? None : Repeated);
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

        public string? Text(string? before) => BinaryPrimitives.ReadUInt16LittleEndian(Take(2)) switch
        {
            None => null,
            Repeated => before,
            var length => Encoding.UTF8.GetString(Take(length)),
        };

        private ReadOnlySpan<byte> Take(int length)
        {
            var taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }
    }
}
