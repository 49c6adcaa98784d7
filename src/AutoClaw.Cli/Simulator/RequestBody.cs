using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Cli.Simulator;

/// <summary>A request's whole body in one pooled block.</summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly byte[] _block;
    private readonly int _length;

    private RequestBody(byte[] block, int length)
    {
        _block = block;
        _length = length;
    }

    public ReadOnlySpan<byte> Span => _block.AsSpan(0, _length);

    public ReadOnlyMemory<byte> Memory => _block.AsMemory(0, _length);

    public static async ValueTask<RequestBody> ReadAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var length = (int)read.Buffer.Length;
            var block = ArrayPool<byte>.Shared.Rent(length);
            read.Buffer.CopyTo(block);
            reader.AdvanceTo(read.Buffer.End);
            return new RequestBody(block, length);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_block);
}
