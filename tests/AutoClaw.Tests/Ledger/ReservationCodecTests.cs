using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Ledger;
using CsCheck;

namespace AutoClaw.Tests.Ledger;

public sealed class ReservationCodecTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char['\u0000', '\uD7FF'], 0, 40];

    private static readonly Gen<Attempt> Attempts =
        from texts in Text.Array[7]
        from key in Gen.Select(Gen.Bool, Text, (some, text) => some ? text : null)
        from score in Gen.Select(Gen.Bool, Gen.Double, (some, value) => some ? value : (double?)null)
        from numbers in Gen.Long.Array[7]
        from cost in Gen.Select(Gen.Bool, Gen.Long, (some, value) => some ? new Money(value) : (Money?)null)
        from flags in Gen.Bool.Array[3]
        from label in Gen.Select(Gen.Bool, Gen.Bool, (local, none) => new PrivacyLabel(local, none, local ? null : "eu"))
        from role in Gen.Enum<AttemptRole>()
        from ticks in Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks]
        select new Attempt
        {
            LedgerId = numbers[0],
            RequestId = texts[0],
            Number = 3,
            Role = role,
            KeyId = key,
            Operation = texts[1],
            Route = texts[2],
            Engine = texts[3],
            Model = texts[4],
            Reason = texts[5],
            Streamed = flags[0],
            Simulated = flags[1],
            Place = flags[2] ? Place.Cloud : Place.Local,
            Privacy = label,
            PrivacyReason = key,
            Subject = key,
            EgressBytes = flags[2] ? null : 0,
            Score = score,
            Threshold = score,
            DecisionMicros = 12.5,
            ReceivedAt = new DateTimeOffset(ticks, TimeSpan.Zero),
            SentMicros = numbers[1],
            Usage = new Usage(numbers[2], numbers[3], numbers[4], numbers[5], Estimated: true),
            PriceVersion = key,
            Cost = cost,
            CounterfactualCost = cost,
        };

    [Fact]
    public void Read_WhatWasWritten_IsTheSame() => Attempts.List[0, 20].Sample(attempts =>
    {
        var codec = new ReservationCodec();
        codec.Start();
        attempts.ForEach(attempt => codec.Add(attempt.LedgerId, attempt));

        Assert.Equivalent(attempts, ReservationCodec.Read(codec.Written), strict: true);
    });

    [Fact]
    public void Read_CutShort_IsCorrupt()
    {
        var codec = new ReservationCodec();
        codec.Start();
        codec.Add(1, LedgerFolder.Attempt("r"));
        var whole = codec.Written.ToArray();

        // Length 1 is an empty group, which is well formed.
        foreach (var length in Enumerable.Range(2, whole.Length - 2))
        {
            Assert.Equal(LedgerException.Corrupt, Assert.Throws<LedgerException>(() => ReservationCodec.Read(whole.AsSpan(0, length))).Code);
        }
    }

    [Fact]
    public void Read_NewerVersion_IsRefused() =>
        Assert.Equal(LedgerException.TooNew, Assert.Throws<LedgerException>(() => ReservationCodec.Read([9, 1, 2])).Code);

    [Theory]
    [InlineData(2, "local_only", "key1")]
    [InlineData(1, null, null)]
    public void Read_OlderVersion_IsReadWithoutWhatItDidNotHave(byte version, string? label, string? reason)
    {
        var codec = new ReservationCodec();
        codec.Start();
        codec.Add(7, new Attempt
        {
            RequestId = "r", Number = 1, Operation = "chat", Route = "auto", Engine = "e", Model = "m", Reason = "why", Place = Place.Local,
            ReceivedAt = LedgerFolder.Noon, Privacy = PrivacyLabel.Private, PrivacyReason = "key1",
        });

        // Two bytes for the subject that is not there; before them the label's texts with two bytes of length each.
        var bytes = codec.Written[..^(version == 2 ? 2 : 2 + 2 + "local_only".Length + 2 + "key1".Length)].ToArray();
        bytes[0] = version;
        var attempt = ReservationCodec.Read(bytes).Single();
        Assert.Equal(("r", null), (attempt.RequestId, attempt.Subject));
        Assert.Equal((label ?? "open", reason), (attempt.Privacy.ToString(), attempt.PrivacyReason));
    }

    [Fact]
    public void Add_VeryLongText_IsCutAndNotLost()
    {
        var codec = new ReservationCodec();
        codec.Start();
        codec.Add(1, LedgerFolder.Attempt(new string('漢', 30_000)));

        Assert.Equal(20_000, ReservationCodec.Read(codec.Written).Single().RequestId.Length);
    }
}
