using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary>Certificates for 127.0.0.1 that nobody signed, in files of a folder of their own.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-tls-").FullName;

    public TlsOptions Files => new(Path.Combine(_folder, "tls.crt"), Path.Combine(_folder, "tls.key"));

    /// <summary>Writes another one into the files. Its thumbprint.</summary>
    public string Write()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Files.Key, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Files.Certificate, certificate.ExportCertificatePem());
        return certificate.Thumbprint;
    }

    /// <summary>A client that lets in whoever shows that certificate, and nobody else.</summary>
    public static SocketsHttpHandler Trusting(string thumbprint) => new()
    {
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == thumbprint },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
