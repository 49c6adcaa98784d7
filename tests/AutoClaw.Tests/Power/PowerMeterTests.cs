using System.Globalization;
using AutoClaw.Cli.Doctor;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Power;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Power;

/// <summary>Power that is read from a tree of files as Linux has it, and a program that answers as nvidia-smi does.</summary>
public sealed class PowerMeterTests : IDisposable
{
    private const string NoGpu = "/nonexistent/nvidia-smi";
    private const string Package = "intel-rapl:0";
    private const long Range = 262_143_328_850;

    private readonly string _root = Directory.CreateTempSubdirectory("autoclaw-power-").FullName;
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Read_PackageAndMemory_CountsThemAndNothingTwice()
    {
        var reader = new RaplReader(_root);
        Assert.Equal((MeterState.Absent, null), (reader.State, reader.Read()));
        Zone(Package, "package-0", 1_000_000);
        Zone("intel-rapl:0:0", "core", 500_000);
        Zone("intel-rapl:0:1", "dram", 0);
        Zone("intel-rapl:1", "psys", 9_000_000);
        Assert.Equal((MeterState.Readable, null), (reader.State, reader.Read()));
        Zone(Package, "package-0", 41_000_000);
        Zone("intel-rapl:0:0", "core", 30_000_000);
        Zone("intel-rapl:0:1", "dram", 2_500_000);
        Zone("intel-rapl:1", "psys", 99_000_000);
        Assert.Equal(42.5, reader.Read());
    }

    [Fact]
    public void Read_CounterStartsAnew_CountsOn()
    {
        var reader = new RaplReader(_root);
        Zone(Package, "package-0", Range - 1_000_000);
        reader.Read();
        Zone(Package, "package-0", 1_999_999);
        Assert.Equal(3, reader.Read());
    }

    [Fact]
    public void Read_CounterThatNobodyMayRead_IsDeniedAndUnknown()
    {
        Zone(Package, "package-0", 5);

        // A folder in its place: as root, no mode keeps a file from being read.
        File.Delete(Path.Combine(_root, Package, "energy_uj"));
        Directory.CreateDirectory(Path.Combine(_root, Package, "energy_uj"));
        var reader = new RaplReader(_root);
        Assert.Equal((MeterState.Denied, null), (reader.State, reader.Read()));
        Assert.Null(reader.Read());
    }

    [Fact]
    public async Task Look_EngineWorks_ItsTimeIsPricedByWhatWasDrawn()
    {
        using var engine = Engine();
        var meter = new PowerMeter(new RaplReader(_root), NoGpu, _time);
        Zone(Package, "package-0", 0);
        await meter.LookAsync([engine], Cancellation);
        Assert.Equal((LocalCost.Version, Money.FromUsd(0.4m)), Cost(engine));

        using var call = engine.Enter();
        _time.Advance(TimeSpan.FromSeconds(1));
        Zone(Package, "package-0", 250_000_000);
        await meter.LookAsync([engine], Cancellation);

        // 250 W at a dollar a kilowatt-hour, for an hour.
        Assert.Equal((LocalCost.MeasuredVersion, Money.FromUsd(0.25m)), Cost(engine));
        _time.Advance(TimeSpan.FromSeconds(1));
        Zone(Package, "package-0", 340_000_000);
        await meter.LookAsync([engine], Cancellation);
        Assert.Equal(230, engine.Power!.Watts);
    }

    [Fact]
    public async Task Look_EngineHardlyWorks_IsNotToldWhatTheMachineDrawsWhenItIdles()
    {
        using var engine = Engine();
        var meter = new PowerMeter(new RaplReader(_root), NoGpu, _time);
        Zone(Package, "package-0", 0);
        await meter.LookAsync([engine], Cancellation);
        using (engine.Enter())
        {
            _time.Advance(TimeSpan.FromSeconds(0.4));
        }

        _time.Advance(TimeSpan.FromSeconds(0.6));
        Zone(Package, "package-0", 30_000_000);
        await meter.LookAsync([engine], Cancellation);
        Assert.Null(engine.Power!.Watts);
    }

    [Fact]
    public async Task Look_TwoEnginesWork_DivideIt()
    {
        using var first = Engine();
        using var second = Engine();
        using var unmeasured = Engine(measured: false);
        var meter = new PowerMeter(new RaplReader(_root), NoGpu, _time);
        Zone(Package, "package-0", 0);
        await meter.LookAsync([first, second, unmeasured], Cancellation);
        using var a = first.Enter();
        using var b = second.Enter();
        using var c = unmeasured.Enter();
        _time.Advance(TimeSpan.FromSeconds(2));
        Zone(Package, "package-0", 400_000_000);
        await meter.LookAsync([first, second, unmeasured], Cancellation);
        Assert.Equal((100, 100, null), (first.Power!.Watts, second.Power!.Watts, unmeasured.Power!.Watts));
    }

    [Fact]
    public async Task Look_GpusAsWell_AddsWhatTheyDraw()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It is a shell script.");
        using var engine = Engine();
        var meter = new PowerMeter(new RaplReader(_root), Program("printf '120.50\\n[N/A]\\n79.5\\n'"), _time);
        Zone(Package, "package-0", 0);
        await meter.LookAsync([engine], Cancellation);
        using var call = engine.Enter();
        _time.Advance(TimeSpan.FromSeconds(1));
        Zone(Package, "package-0", 50_000_000);
        await meter.LookAsync([engine], Cancellation);
        Assert.Equal(250, engine.Power!.Watts);
    }

    [Fact]
    public async Task Gpu_NoProgramOrItFails_IsUnknown()
    {
        Assert.Null(await GpuPower.ReadAsync(NoGpu, TimeProvider.System, Cancellation));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It is a shell script.");
        Assert.Null(await GpuPower.ReadAsync(Program("echo 12; exit 9"), TimeProvider.System, Cancellation));
        Assert.Null(await GpuPower.ReadAsync(Program("echo '[N/A]'"), TimeProvider.System, Cancellation));
    }

    [Fact]
    public async Task Doctor_Meters_SaysWhichThereAre()
    {
        Assert.Contains("no meter", (await MachineChecks.PowerAsync(_root, NoGpu, Cancellation)).Detail, StringComparison.Ordinal);
        Zone(Package, "package-0", 5);
        Assert.Equal("can be measured: processor and memory (RAPL)", (await MachineChecks.PowerAsync(_root, NoGpu, Cancellation)).Detail);
        File.Delete(Path.Combine(_root, Package, "energy_uj"));
        var denied = await MachineChecks.PowerAsync(_root, NoGpu, Cancellation);
        Assert.Contains("only root may read it", denied.Detail, StringComparison.Ordinal);
        Assert.Contains(_root, denied.Remedy, StringComparison.Ordinal);
    }

    // Without hardware: a kilowatt-hour costs a dollar.
    private EngineClient Engine(bool measured = true) => new(
        new EngineOptions
        {
            Id = "e", Place = Place.Local, Model = "m", BaseUrl = new Uri("http://127.0.0.1:9/v1"), Cost = new EngineCostOptions(0, 400, 1, 1) { Measured = measured },
        },
        _time);

    private static (string?, Money?) Cost(EngineClient engine)
    {
        var attempt = new Attempt
        {
            RequestId = "r", Number = 1, Operation = "chat", Route = "auto", Engine = "e", Place = Place.Local, Model = "m", Reason = "pinned", ReceivedAt = DateTimeOffset.UnixEpoch, BusyMicros = 3_600_000_000m,
        };
        engine.SetCost(attempt, new Usage(10, 0, 5, 0, Estimated: false), PriceList.Shipped, DateTimeOffset.UnixEpoch);
        return (attempt.PriceVersion, attempt.Cost);
    }

    private void Zone(string zone, string name, long micros)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, zone)).FullName;
        File.WriteAllText(Path.Combine(folder, "name"), name + "\n");
        File.WriteAllText(Path.Combine(folder, "max_energy_range_uj"), Range.ToString(CultureInfo.InvariantCulture) + "\n");
        File.WriteAllText(Path.Combine(folder, "energy_uj"), micros.ToString(CultureInfo.InvariantCulture) + "\n");
    }

    private string Program(string says)
    {
        var path = Path.Combine(_root, $"smi-{says.Length}");
        File.WriteAllText(path, $"#!/bin/sh\n{says}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }
}
