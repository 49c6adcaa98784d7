using System.Security.Cryptography;
using AutoClaw.FunctionalTests.LlamaServer;

namespace AutoClaw.FunctionalTests.Local;

/// <summary>A file as a server has it.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Etag">With its quotes; null: the server gives none.</param>
internal sealed record HostedFile(byte[] Bytes, string? Etag = "\"first\"")
{
    /// <summary>More headers of every answer, each with its line end.</summary>
    public string Headers { get; init; } = string.Empty;

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <summary>A real, small model; some hundred kilobytes.</summary>
    public static HostedFile Model()
    {
        var path = Path.GetTempFileName();
        TinyModel.Write(path, 512);
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return new HostedFile(bytes);
    }
}
