using System.Collections.Immutable;
using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Benchmark.Physics;
using CsCheck;

namespace AutoClaw.Tests.Benchmark.Physics;

public sealed class PhysicsCheckTests
{
    private static readonly PhysicsHardware A100 = new(80, 2039, 312);

    /// <summary>8e9 parameters x 4.9 bits / 8 = 4.9 GB.</summary>
    private static readonly PhysicsModel Eight = new(8, 8, 4.9);

    private static readonly Gen<PhysicsHardware> AnyHardware =
        Gen.Select(Gen.Double[8, 200], Gen.Double[50, 8000], Gen.Double[10, 4500], Gen.Int[1, 16]).Select((memory, bandwidth, peak, count) => new PhysicsHardware(memory, bandwidth, peak, count));

    private static readonly Gen<PhysicsModel> AnyModel =
        Gen.Select(Gen.Double[0.5, 700], Gen.Double[0.05, 1], Gen.Double[2, 16], Gen.Double[0, 1_000_000]).Select((all, active, bits, cache) => new PhysicsModel(all, all * active, bits, cache));

    [Fact]
    public void Memory_SeventyBillionAtSixteenBits_DoNotFitIntoEightyGigabytes()
    {
        var warning = Assert.Single(Check(A100, new PhysicsModel(70, 70, 16), new PhysicsFigure()));

        Assert.Equal((PhysicsLimit.Memory, 140.0, 80.0), (warning.Limit, warning.Claimed, warning.Bound));
        Assert.Equal("The model needs 140 GB and there are 80: 70e9 parameters x 16 bits / 8 = 140 GB.", warning.Text);
        Assert.Empty(Check(A100 with { Count = 2 }, new PhysicsModel(70, 70, 16), new PhysicsFigure()));
    }

    /// <summary>Llama 3 8B: 32 layers x 2 x 8 heads x 128 x 2 bytes = 131,072 bytes a token; 64 requests of 8,192 tokens take 68.7 GB.</summary>
    [Fact]
    public void Memory_CachesOfManyRequests_Count()
    {
        var model = new PhysicsModel(8, 8, 16, 131_072);

        Assert.Empty(Check(A100, model, new PhysicsFigure { Concurrency = 32, ContextTokens = 8192 }));
        var warning = Assert.Single(Check(A100, model, new PhysicsFigure { Concurrency = 64, ContextTokens = 8192 }));
        Assert.Equal(16 + (64 * 8192 * 131_072.0 / 1e9), warning.Claimed, 9);
        Assert.EndsWith("= 16 GB, and 64 x 1.07 GB of caches.", warning.Text, StringComparison.Ordinal);
    }

    /// <summary>2,039 GB/s / 4.9 GB = 416.1 tokens/s.</summary>
    [Fact]
    public void Decode_AThousandOfEightBillion_IsTooMuchForTheMemory()
    {
        var warning = Assert.Single(Check(A100, Eight, new PhysicsFigure { DecodeTokensPerSecond = 1000 }));

        Assert.Equal(PhysicsLimit.DecodeBandwidth, warning.Limit);
        Assert.Equal(416.12, warning.Bound, 2);
        Assert.Equal("One stream of 1000 tokens/s is more than 416.1: 2039 GB/s / 4.9 GB read for each pass.", warning.Text);
        Assert.Empty(Check(A100, Eight, new PhysicsFigure { DecodeTokensPerSecond = 416 }));
        Assert.Empty(Check(A100, Eight, new PhysicsFigure { DecodeTokensPerSecond = 1000, TokensPerPass = 2.5 }));
    }

    /// <summary>The context is read as well: 16 GB + 8,192 x 131,072 bytes = 17.07 GB; 2,039 / 17.07 = 119.4.</summary>
    [Fact]
    public void Decode_LongContext_IsSlower() =>
        Assert.Equal(119.42, PhysicsBounds.Decode(A100, new PhysicsModel(8, 8, 16, 131_072), 8192), 2);

    /// <summary>3.6e9 of 31.6e9 parameters are active: 8,000 GB/s / 3.6 GB = 2,222 tokens/s; all of them would allow 253.</summary>
    [Fact]
    public void Decode_MixtureOfExperts_ReadsOnlyWhatIsActive()
    {
        var hardware = new PhysicsHardware(180, 8000, 4500);

        Assert.Equal(2222.2, PhysicsBounds.Decode(hardware, new PhysicsModel(31.6, 3.6, 8)), 1);
        Assert.Empty(Check(hardware, new PhysicsModel(31.6, 3.6, 8), new PhysicsFigure { DecodeTokensPerSecond = 277 }));
        Assert.Single(Check(hardware, new PhysicsModel(31.6, 31.6, 8), new PhysicsFigure { DecodeTokensPerSecond = 277 }));
    }

    /// <summary>312e12 / (2 x 8e9) = 19,500 tokens/s.</summary>
    [Fact]
    public void Prefill_MoreThanTheArithmeticAllows_IsDoubted()
    {
        var warning = Assert.Single(Check(A100, Eight, new PhysicsFigure { PrefillTokensPerSecond = 40_000 }));

        Assert.Equal((PhysicsLimit.PrefillCompute, 19_500.0), (warning.Limit, warning.Bound));
        Assert.Equal("40000 prompt tokens/s are more than 19500: 312e12 operations/s / (2 x 8e9 active parameters).", warning.Text);
        Assert.Empty(Check(A100 with { PeakTeraOps = null }, Eight, new PhysicsFigure { PrefillTokensPerSecond = 40_000 }));
    }

    /// <summary>Eight requests: 8 x 416.1 = 3,329 by bandwidth, 19,500 by arithmetic.</summary>
    [Fact]
    public void Batch_IsBoundByBandwidthAndByArithmetic()
    {
        Assert.Empty(Check(A100, Eight, new PhysicsFigure { BatchTokensPerSecond = 3300, Concurrency = 8 }));
        var few = Assert.Single(Check(A100, Eight, new PhysicsFigure { BatchTokensPerSecond = 5000, Concurrency = 8 }));
        Assert.Equal(PhysicsLimit.BatchBandwidth, few.Limit);
        Assert.Equal(3328.98, few.Bound, 2);
        Assert.Equal("5000 tokens/s of 8 requests are more than 3329: 8 x 2039 GB/s / 4.9 GB read for each pass.", few.Text);
        Assert.Equal(PhysicsLimit.BatchCompute, Assert.Single(Check(A100, Eight, new PhysicsFigure { BatchTokensPerSecond = 25_000 })).Limit);
        Assert.Equal(2, Check(A100, Eight, new PhysicsFigure { BatchTokensPerSecond = 25_000, Concurrency = 8 }).Length);
    }

    /// <summary>6,000 km there and back are 60 ms in glass; 2,000 tokens at 19,500 a second are 102.6 ms.</summary>
    [Theory]
    [InlineData(50, 0, null, 6000.0, 60)]
    [InlineData(50, 0, 80.0, 6000.0, 80)]
    [InlineData(100, 2000, 30.0, null, 132.6)]
    public void FirstToken_SoonerThanTheWayAndTheReading_IsDoubted(double claimed, double prompt, double? roundTrip, double? distance, double floor)
    {
        var figure = new PhysicsFigure { FirstTokenMs = claimed, PromptTokens = prompt, RoundTripMs = roundTrip, DistanceKm = distance };
        var warning = Assert.Single(Check(A100, Eight, figure));

        Assert.Equal(PhysicsLimit.FirstToken, warning.Limit);
        Assert.Equal(floor, warning.Bound, 1);
        Assert.Empty(Check(A100, Eight, figure with { FirstTokenMs = floor }));
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(9, 8)]
    public void Check_ModelThatCannotBe_Throws(double active, double all) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Check(A100, new PhysicsModel(all, active, 4), new PhysicsFigure()));

    /// <summary>What the advisor reckons with has to be possible itself.</summary>
    [Fact]
    public void ShippedThroughput_IsAllPossible() => Assert.All(MarketData.Shipped.Throughput, fact =>
    {
        var hardware = PhysicsHardware.Of(MarketData.Shipped.FindAccelerator(fact.Accelerator)!, fact.BitsPerWeight, fact.Count);
        var figure = new PhysicsFigure
        {
            DecodeTokensPerSecond = fact.Concurrency == 1 ? fact.OutputTokensPerSecond : null,
            BatchTokensPerSecond = fact.OutputTokensPerSecond,
            Concurrency = fact.Concurrency,
        };
        Assert.Empty(Check(hardware, new PhysicsModel(fact.ParametersBillion, fact.ActiveBillion, fact.BitsPerWeight), figure));
    });

    /// <summary>A card of 1,008 GB/s is said somewhere to write 195 tokens/s with 8e9 weights of 8 bits: it can read them 125.5 times a second.</summary>
    [Fact]
    public void Of_ShippedAccelerator_FindsAFalseFigure()
    {
        var hardware = PhysicsHardware.Of(MarketData.Shipped.FindAccelerator("rtx-4090")!, 8);

        Assert.Equal(660.6, hardware.PeakTeraOps);
        Assert.Equal(125.53, Assert.Single(Check(hardware, new PhysicsModel(8.03, 8.03, 8), new PhysicsFigure { DecodeTokensPerSecond = 195 })).Bound, 2);
    }

    [Fact]
    public void Check_FiguresWithinTheirBounds_AreNeverDoubted() => Gen.Select(AnyHardware, AnyModel, Gen.Int[1, 500], Gen.Double[0, 50_000], Gen.Double[0.01, 1], Gen.Double[1, 5])
        .Sample((hardware, model, concurrency, context, share, perPass) =>
        {
            var batch = Math.Min(PhysicsBounds.Batch(hardware, model, concurrency, context, perPass), PhysicsBounds.Compute(hardware, model)!.Value);
            var figure = new PhysicsFigure
            {
                DecodeTokensPerSecond = share * PhysicsBounds.Decode(hardware, model, context, perPass),
                BatchTokensPerSecond = share * batch,
                PrefillTokensPerSecond = share * PhysicsBounds.Compute(hardware, model),
                Concurrency = concurrency,
                ContextTokens = context,
                TokensPerPass = perPass,
            };
            return Check(hardware, model, figure).All(warning => warning.Limit == PhysicsLimit.Memory);
        }, iter: 10_000);

    [Fact]
    public void Check_FiguresBeyondTheirBounds_AreAllDoubtedWithTheirNumbers() => Gen.Select(AnyHardware, AnyModel, Gen.Double[1.1, 50])
        .Sample((hardware, model, factor) =>
        {
            var warnings = Check(hardware, model, new PhysicsFigure
            {
                DecodeTokensPerSecond = factor * PhysicsBounds.Decode(hardware, model),
                PrefillTokensPerSecond = factor * PhysicsBounds.Compute(hardware, model),
            });
            return warnings.Count(warning => warning.Limit is PhysicsLimit.DecodeBandwidth or PhysicsLimit.PrefillCompute && warning.Claimed > warning.Bound) == 2;
        }, iter: 10_000);

    [Fact]
    public void Bounds_BetterHardwareOrSmallerModel_NeverLowersThem() => Gen.Select(AnyHardware, AnyModel, Gen.Double[1, 4], Gen.Int[1, 100], Gen.Double[0, 50_000])
        .Sample((hardware, model, factor, concurrency, context) =>
        {
            var better = hardware with { BandwidthGbPerSecond = hardware.BandwidthGbPerSecond * factor, PeakTeraOps = hardware.PeakTeraOps * factor };
            var smaller = model with { BitsPerWeight = model.BitsPerWeight / factor, ActiveBillion = model.ActiveBillion / factor };
            return PhysicsBounds.Batch(better, model, concurrency, context) >= PhysicsBounds.Batch(hardware, model, concurrency, context)
                && PhysicsBounds.Batch(hardware, smaller, concurrency, context) >= PhysicsBounds.Batch(hardware, model, concurrency, context)
                && PhysicsBounds.Batch(hardware, model, concurrency + 1, context) >= PhysicsBounds.Batch(hardware, model, concurrency, context) * (1 - 1e-12)
                && PhysicsBounds.Compute(better, model) >= PhysicsBounds.Compute(hardware, model)
                && PhysicsBounds.Compute(hardware, smaller) >= PhysicsBounds.Compute(hardware, model)
                && PhysicsBounds.FirstTokenMs(better, model, context, 10, 100) <= PhysicsBounds.FirstTokenMs(hardware, model, context, 10, 100);
        }, iter: 10_000);

    private static ImmutableArray<PhysicsWarning> Check(PhysicsHardware hardware, PhysicsModel model, PhysicsFigure figure) => PhysicsCheck.Check(hardware, model, figure);
}
