using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AutoClaw.Cli.EngineSetup;

namespace AutoClaw.Tests.EngineSetup;

public sealed class EngineSetupTests
{
    public static TheoryData<string, Architecture, string?> Platforms => new()
    {
        { "LINUX", Architecture.X64, "ubuntu-x64" },
        { "LINUX", Architecture.Arm64, "ubuntu-arm64" },
        { "LINUX", Architecture.S390x, null },
        { "OSX", Architecture.Arm64, "macos-arm64" },
        { "OSX", Architecture.X64, "macos-x64" },
        { "WINDOWS", Architecture.X64, null },
    };

    [Theory]
    [MemberData(nameof(Platforms))]
    public void Platform_OfASystem_IsTheReleasesNameForIt(string system, Architecture architecture, string? name) =>
        Assert.Equal(name, ReleaseAsset.Platform(OSPlatform.Create(system), architecture));

    [Theory]
    [InlineData("ubuntu-x64", "llama-b9219-bin-ubuntu-x64.tar.gz", "aa")]
    [InlineData("macos-arm64", "llama-b9219-bin-macos-arm64.zip", null)]
    public void Find_Platform_IsThePlainArchive(string platform, string name, string? sha256)
    {
        var asset = ReleaseAsset.Find(Release, platform)!;
        Assert.Equal((name, "b9219", sha256), (asset.Name, asset.Release, asset.Sha256));
    }

    [Fact]
    public void Find_PlatformWithoutArchive_IsNull() => Assert.Null(ReleaseAsset.Find(Release, "ubuntu-arm64"));

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("nothing")]
    public void Find_NoRelease_Throws(string text) => Assert.ThrowsAny<JsonException>(() => ReleaseAsset.Find(Encoding.UTF8.GetBytes(text), "ubuntu-x64"));

    [Theory]
    [InlineData(true, false, false, "winget install llama.cpp")]
    [InlineData(false, true, false, "brew install llama.cpp")]
    [InlineData(false, false, true, "brew install llama.cpp")]
    public void InstallLine_OfASystem_IsItsPackageManagers(bool windows, bool mac, bool brew, string line) => Assert.Equal(line, InstallLine.For(windows, mac, brew));

    [Fact]
    public void InstallLine_OfAnyLinux_IsAContainer() => Assert.StartsWith("docker run", InstallLine.For(windows: false, mac: false, brew: false), StringComparison.Ordinal);

    [Theory]
    [InlineData("ID=debian", "debian")]
    [InlineData("ID=ubuntu\nID_LIKE=debian", "debian ubuntu")]
    [InlineData("NAME=x\nID=\"linuxmint\"\nID_LIKE=\"ubuntu debian\"", "debian linuxmint ubuntu")]
    [InlineData("VERSION_ID=12", "")]
    public void Ids_OfOsRelease_AreTheSystemAndItsAncestors(string text, string ids) => Assert.Equal(ids, string.Join(' ', DebianPackages.Ids(text.Split('\n')).Order()));

    private static byte[] Release =>
    [
        .. """
        {"tag_name":"b9219","assets":[
          {"name":"cudart-llama-bin-win-cuda-12.4-x64.zip","browser_download_url":"https://github.com/x/0","digest":"sha256:00"},
          {"name":"llama-b9219-bin-ubuntu-vulkan-x64.tar.gz","browser_download_url":"https://github.com/x/1","digest":"sha256:11"},
          {"name":"llama-b9219-bin-ubuntu-x64.tar.gz","browser_download_url":"https://github.com/x/2","digest":"sha256:AA"},
          {"name":"llama-b9219-bin-macos-arm64.zip","browser_download_url":"https://github.com/x/3","digest":null},
          {"name":"llama-b9219-bin-ubuntu-arm64.tar.gz","browser_download_url":7}]}
        """u8,
    ];
}
