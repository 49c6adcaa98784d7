using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AutoClaw.Cli.EngineSetup;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Local;

/// <summary>A release of llama.cpp as GitHub gives it: its description, then its archive, whose llama-server is a script that says a version.</summary>
internal static class FakeRelease
{
    public const string Program = "#!/bin/sh\n[ -f \"$(dirname \"$0\")/libfake.so\" ] || exit 9\necho 'version: 4711 (fake)' >&2\n";

    /// <summary>This machine's archive, as the releases call it.</summary>
    public static string Name(string ending) => $"llama-b4711-bin-{ReleaseArchive.Platform}{ending}";

    public static byte[] Tar(params (string Path, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zipped = new GZipStream(bytes, CompressionMode.Compress))
        using (var tar = new TarWriter(zipped))
        {
            foreach (var (path, text) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Zip(params (string Path, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (path, text) in files)
            {
                using var entry = new StreamWriter(zip.CreateEntry(path).Open());
                entry.Write(text);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Answers the first request with the description of that archive and the next with the archive.</summary>
    /// <param name="name">The archive's name.</param>
    /// <param name="archive">Its bytes.</param>
    /// <param name="digest">The published checksum; null: that of the bytes. Empty: none is published.</param>
    public static ScriptedEngine Serve(string name, byte[] archive, string? digest = null)
    {
        digest ??= "sha256:" + Convert.ToHexStringLower(SHA256.HashData(archive));
        var published = digest.Length == 0 ? "null" : $"\"{digest}\"";
        return ScriptedEngine.Start(
            exchange => exchange.WriteAnswerAsync(200, "application/json", $$"""
                {"tag_name":"b4711","assets":[
                  {"name":"cudart-{{name}}","browser_download_url":"http://127.0.0.1:1/wrong","digest":null},
                  {"name":"{{name}}","browser_download_url":"http://{{exchange.Request.Header("Host")}}/{{name}}","digest":{{published}}}]}
                """),
            FileScript.Serves(new HostedFile(archive)));
    }
}
