using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AutoClaw.Gateway.Admin;
using AutoClaw.Gateway.Options;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Listeners;

/// <summary>
/// A listener's certificate: connections that come after its files have changed get the new one. Files that don't fit each other, as
/// between two steps of a renewal, leave the old one in use.
/// </summary>
internal sealed class ServerCertificate : IDisposable
{
    // Read, not asked for their age: a mounted secret is a link to a folder that is swapped, and the link itself never changes.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly TlsOptions _files;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private volatile SslStreamCertificateContext _current;
    private string _seen;

    /// <exception cref="GatewayStartException">The files hold no certificate with its key.</exception>
    public ServerCertificate(TlsOptions files, TimeProvider time, ILogger log)
    {
        _files = files;
        _log = log;
        var (text, problem) = Read();
        var context = problem is null ? Make(text, out problem) : null;
        _current = context ?? throw new GatewayStartException($"The certificate {files.Certificate} with the key {files.Key} can't be used: {problem}");
        _seen = text.Certificate + text.Key;
        _timer = time.CreateTimer(_ => Renew(), null, Look, Look);
    }

    public SslStreamCertificateContext Current => _current;

    public void Dispose() => _timer.Dispose();

    // On a timer's thread: an exception would end the process. Two ticks at once read the same files and do no harm.
    private void Renew()
    {
        var (text, problem) = Read();
        var now = text.Certificate + text.Key + problem;
        if (now == _seen)
        {
            return;
        }

        _seen = now;
        if (problem is null && Make(text, out problem) is { } context)
        {
            _current = context;
            _log.CertificateRenewed(_files.Certificate);
        }
        else
        {
            _log.CertificateNotRenewed(_files.Certificate, problem!);
        }
    }

    private ((string Certificate, string Key) Text, string? Problem) Read()
    {
        try
        {
            return ((File.ReadAllText(_files.Certificate), File.ReadAllText(_files.Key)), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (default, error.Message);
        }
    }

    private static SslStreamCertificateContext? Make((string Certificate, string Key) text, out string? problem)
    {
        try
        {
            problem = null;
            var leaf = X509Certificate2.CreateFromPem(text.Certificate, text.Key);
            var others = new X509Certificate2Collection();
            others.ImportFromPem(text.Certificate);

            // Offline: nobody is asked for what is missing on the way to the root.
            return SslStreamCertificateContext.Create(leaf, others, offline: true);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            // The messages of the library name no part of the key.
            problem = error.Message;
            return null;
        }
    }
}
