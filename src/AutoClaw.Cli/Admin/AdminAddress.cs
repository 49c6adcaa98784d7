using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AutoClaw.Cli.Client;

namespace AutoClaw.Cli.Admin;

/// <summary>The options that say which gateway is administered, and as whom.</summary>
internal sealed class AdminAddress
{
    public const string DefaultUrl = "http://127.0.0.1:2530";

    public const string UrlVariable = "AUTOCLAW_ADMIN_URL";

    public const string KeyVariable = "AUTOCLAW_ADMIN_KEY";

    public Option<Uri> Url { get; } = UrlOption.Create("The gateway's admin listener", UrlVariable, DefaultUrl);

    public Option<string?> Key { get; } = new("--key")
    {
        Description = $"The admin key. Left out: {KeyVariable}, which other users of this machine can't read from the list of processes.",
        HelpName = "KEY",
    };

    public Option<string?> Ca { get; } = new("--ca")
    {
        Description = "A PEM file with the certificate to trust, for a listener whose own nobody known has signed.",
        HelpName = "FILE",
    };

    /// <summary>Null, with why, where the certificate to trust can't be read.</summary>
    public (AdminApi? Api, string? Problem) Connect(ParseResult parse)
    {
        var url = UrlOption.Read(parse, Url, UrlVariable, DefaultUrl);
        var key = parse.GetValue(Key) ?? Environment.GetEnvironmentVariable(KeyVariable);
        if (parse.GetValue(Ca) is not { } file)
        {
            return (new AdminApi(url, key, trusted: null), null);
        }

        try
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(file);
            return trusted.Count == 0 ? (null, $"{file} holds no certificate in PEM.") : (new AdminApi(url, key, trusted), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return (null, $"{file} can't be read: {error.Message}");
        }
    }
}
