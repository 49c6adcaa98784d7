using System.Globalization;
using AutoClaw.Cli.Setup;
using AutoClaw.Gateway.Local;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Setup;

public sealed class SetupLogTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-setup-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "home", "setup.jsonl");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Add_OfTimedSteps_IsALineEach()
    {
        var time = new FakeTimeProvider(Noon);
        var install = new SetupTimer(SetupStep.EngineInstall, time);
        time.Advance(TimeSpan.FromSeconds(8.6254));
        await Log().AddAsync(install.Succeeded("4711 (fake)", 25_000_000));
        var pull = new SetupTimer(SetupStep.ModelPull, time);
        time.Advance(TimeSpan.FromSeconds(3));
        await Log().AddAsync(pull.Succeeded("small", 10) with { Resumed = 90 });
        await Log().AddAsync(new SetupTimer(SetupStep.Up, time).Failed("auto"));

        Assert.Equal(
            """
            {"step":"engine_install","what":"4711 (fake)","started":"2026-11-01T12:00:00+00:00","seconds":8.625,"bytes":25000000,"ok":true}
            {"step":"model_pull","what":"small","started":"2026-11-01T12:00:08.6254+00:00","seconds":3,"bytes":10,"ok":true,"resumed":90}
            {"step":"up","what":"auto","started":"2026-11-01T12:00:11.6254+00:00","seconds":0,"bytes":null,"ok":false}

            """,
            await File.ReadAllTextAsync(Path, Cancellation));
    }

    [Fact]
    public async Task Read_OfManyRuns_GivesTheLastWholeSuccessOfEach()
    {
        var log = Log();
        await log.AddAsync(Pull("a", 1));
        await log.AddAsync(Pull("a", 2));
        await log.AddAsync(Pull("a", 3) with { Ok = false });
        await log.AddAsync(Pull("a", 4) with { Resumed = 1 });
        await log.AddAsync(Pull("b", 5) with { Resumed = 1 });
        await log.AddAsync(Pull("a", 6) with { Step = SetupStep.Up });

        var read = log.Read();

        Assert.Equal(2, read.Count);
        Assert.Equal(Pull("a", 2), read[(SetupStep.ModelPull, "a")]);
        Assert.Equal(6, read[(SetupStep.Up, "a")].Seconds);
    }

    [Fact]
    public async Task Read_OfLinesThatAreNotItsOwn_LeavesThemOutAndAddKeepsThem()
    {
        const string Foreign = """
            {"step":"moon_landing","what":"a","started":"2026-11-01T12:00:00+00:00","seconds":1,"bytes":null,"ok":true}
            {"step":1,"what":"a","started":"2026-11-01T12:00:00+00:00","seconds":1,"bytes":null,"ok":true}
            {"what":"a","started":"2026-11-01T12:00:00+00:00","seconds":1,"bytes":null,"ok":true}
            {"step":"up","what":null,"started":"2026-11-01T12:00:00+00:00","seconds":1,"bytes":null,"ok":true}
            {"step":"up","what":"a","started":"2026-11-01T12:0
            null
            """;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        await File.WriteAllTextAsync(Path, Foreign, Cancellation);
        Assert.Empty(Log().Read());

        await Log().AddAsync(Pull("a", 1));

        Assert.Equal([(SetupStep.ModelPull, "a")], Log().Read().Keys);
        Assert.Equal(Foreign.Split('\n'), (await File.ReadAllLinesAsync(Path, Cancellation))[..^1]);
    }

    [Fact]
    public async Task Add_PastTheBound_DropsTheOldest()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        await File.WriteAllLinesAsync(Path, Enumerable.Range(0, SetupLog.MostLines + 5).Select(i => i.ToString(CultureInfo.InvariantCulture)), Cancellation);

        await Log().AddAsync(Pull("new", 1));

        var lines = await File.ReadAllLinesAsync(Path, Cancellation);
        Assert.Equal((SetupLog.MostLines, "6"), (lines.Length, lines[0]));
        Assert.Single(Log().Read());
        await Log().AddAsync(Pull(new string('x', 5_000), 1));
        Assert.InRange((await File.ReadAllLinesAsync(Path, Cancellation))[^1].Length, 200, 400);
    }

    [Fact]
    public async Task Add_ByManyAtOnce_LosesNone()
    {
        // Each with a log of its own, as processes have; the lock does not know the difference.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    await new SetupLog(Path, TimeProvider.System) { Patience = TimeSpan.FromMinutes(5) }.AddAsync(Pull($"{writer}-{i}", 1));
                }
            },
            Cancellation)));

        Assert.Equal(80, Log().Read().Count);
        Assert.Equal(80, (await File.ReadAllLinesAsync(Path, Cancellation)).Length);
    }

    [Fact]
    public async Task Add_WhereNothingCanBeWritten_FailsNothing()
    {
        await File.WriteAllTextAsync(System.IO.Path.Combine(_folder, "home"), "a file where the folder should be", Cancellation);
        await Log().AddAsync(Pull("a", 1));
        Assert.Empty(Log().Read());

        var taken = System.IO.Path.Combine(_folder, "taken.jsonl");
        Directory.CreateDirectory(taken);
        await new SetupLog(taken, TimeProvider.System).AddAsync(Pull("a", 1));
        Assert.Empty(new SetupLog(taken, TimeProvider.System).Read());
    }

    [Fact]
    public async Task Add_WhileAnotherNeverEnds_IsLeftOut()
    {
        var log = new SetupLog(Path, TimeProvider.System) { Patience = TimeSpan.Zero };
        using (StoreLock.TryTake(Path + ".lock"))
        {
            await log.AddAsync(Pull("a", 1));
        }

        Assert.False(File.Exists(Path));
        await log.AddAsync(Pull("b", 1));
        Assert.Equal([(SetupStep.ModelPull, "b")], log.Read().Keys);
    }

    private static SetupRecord Pull(string name, double seconds) => new(SetupStep.ModelPull, name, Noon, seconds, null, true);

    private SetupLog Log() => new(Path, TimeProvider.System);
}
