using System.Globalization;
using AutoClaw.Gateway.Local;

namespace AutoClaw.Tests.Local;

public sealed class ModelCatalogueTests
{
    public static TheoryData<string> Names => [.. ModelCatalogue.Shipped.Models.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Shipped_EachRow_IsComplete(string name)
    {
        var model = ModelCatalogue.Shipped.Find(name)!;
        Assert.True(GgufStore.IsName(model.Name));
        Assert.True(model.Family is "llama" or "qwen" or "gemma" or "mistral", model.Family);
        Assert.EndsWith(GgufStore.Extension, model.File, StringComparison.Ordinal);
        Assert.Equal(2, model.Repository.Split('/').Length);
        Assert.InRange(model.Gigabytes, 0.1, 1000);
        Assert.InRange(model.Context, 2048, 1 << 20);
        Assert.InRange(model.CacheBytesPerToken, 1024, 1 << 20);
        Assert.StartsWith($"https://huggingface.co/{model.Repository}", model.Source, StringComparison.Ordinal);
        Assert.True(model.CheckedOn is null || DateOnly.TryParseExact(model.CheckedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        Assert.True(model.Sha256 is null || (model.Sha256.Length == 64 && model.Sha256.All(char.IsAsciiHexDigitLower) && model.CheckedOn is not null));
    }

    [Fact]
    public void Shipped_Names_AreUnique() =>
        Assert.Equal(ModelCatalogue.Shipped.Models.Count, ModelCatalogue.Shipped.Models.Select(model => model.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Find_Unknown_IsNull() => Assert.Null(ModelCatalogue.Shipped.Find("gpt-5"));

    [Fact]
    public void Estimate_OfAModel_AddsWeightsCacheAndBuffers() =>
        Assert.Equal(1_000_000_000 + (131_072L * 4096) + (512 << 20), ModelMemory.Estimate(1_000_000_000, 131_072));

    [Theory]
    [InlineData(8, null, 7, "ram")]
    [InlineData(8, null, 8, "no")]
    [InlineData(8, 24L, 20, "gpu")]
    [InlineData(32, 4L, 20, "ram")]
    public void Fit_ByMemory_LeavesATenth(long ram, long? vram, long needed, string fit) => Assert.Equal(fit, new MachineMemory(ram, vram).Fit(needed));

    [Fact]
    public void ReadVram_AnyAnswer_IsASumOrUnknown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell script");
        var folder = Directory.CreateTempSubdirectory("autoclaw-smi-");
        var program = Path.Combine(folder.FullName, "smi");
        File.WriteAllText(program, "#!/bin/sh\necho 1024\necho 2048\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.Equal(3072L << 20, MachineMemory.ReadVram(program));
        File.WriteAllText(program, "#!/bin/sh\necho '[N/A]'\n");
        Assert.Null(MachineMemory.ReadVram(program));
        File.WriteAllText(program, "#!/bin/sh\nexec sleep 600\n");
        Assert.Null(MachineMemory.ReadVram(program, TimeSpan.FromMilliseconds(100)));
        Assert.Null(MachineMemory.ReadVram(Path.Combine(folder.FullName, "absent")));
        folder.Delete(recursive: true);
    }
}
