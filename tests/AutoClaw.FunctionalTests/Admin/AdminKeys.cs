using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary>A key of each scope, and the options that let them in on a port that the system chooses.</summary>
internal sealed class AdminKeys
{
    private readonly ApiKey _read = ApiKey.CreateAdmin();
    private readonly ApiKey _write = ApiKey.CreateAdmin();

    public string Read => _read.Value;

    public string Write => _write.Value;

    public string WriteId => _write.Id;

    public AdminOptions Options => new()
    {
        Listen = new Uri("http://127.0.0.1:0"),
        Keys = [new AdminKeyOptions(_read.Id, KeyHash.Of(Read)), new AdminKeyOptions(_write.Id, KeyHash.Of(Write), AdminScope.Write)],
    };
}
