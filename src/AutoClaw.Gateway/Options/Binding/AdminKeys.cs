namespace AutoClaw.Gateway.Options.Binding;

/// <summary>The keys of <c>admin</c>, and of the certificate that either listener may have.</summary>
internal static class AdminKeys
{
    private static readonly BooleanType Flag = new();

    public static readonly SectionType<TlsOptions> Tls = new(new TlsOptions(string.Empty, string.Empty))
    {
        { "certificate", new PathType(mustExist: true), t => t.Certificate, (t, v) => t with { Certificate = v }, "PEM file: the certificate, then those that lead to its root.", KeyTraits.Required },
        { "key", new PathType(mustExist: true), t => t.Key, (t, v) => t with { Key = v }, "PEM file with its private key, not encrypted.", KeyTraits.Required },
    };

    private static readonly SectionType<AdminKeyOptions> Key = new(new AdminKeyOptions(string.Empty, string.Empty))
    {
        { "id", new TextType("letters and digits (at most 32)", "^[A-Za-z0-9]{1,32}$", ConfigCodes.InvalidName), k => k.Id, (k, v) => k with { Id = v }, "The key's public part, shown in the log.", KeyTraits.Required },
        { "hash", new TextType("sha256: and 64 lower-case hex digits", "^sha256:[0-9a-f]{64}$", ConfigCodes.InvalidHash), k => k.Hash, (k, v) => k with { Hash = v }, "SHA-256 of the whole key. `autoclaw keys new --admin` makes one.", KeyTraits.Required | KeyTraits.Secret },
        { "scope", new ChoiceType<AdminScope>(new Dictionary<string, AdminScope> { ["read"] = AdminScope.Read, ["write"] = AdminScope.Write }), k => k.Scope, (k, v) => k with { Scope = v }, "`read`: it may look. `write`: it may also change what the gateway does." },
        { "name", new TextType("text"), k => k.Name, (k, v) => k with { Name = v }, "What you call it." },
    };

    public static readonly SectionType<AdminOptions> Admin = new(new AdminOptions())
    {
        { "listen", new UrlType(bare: true, "http://127.0.0.1:2530"), a => a.Listen, (a, v) => a with { Listen = v }, "Where it listens; `https` with `admin.tls`.", KeyTraits.Restart },
        { "keys", new ListType<AdminKeyOptions>(Key), a => a.Keys, (a, v) => a with { Keys = v }, "The administrators' keys. A client's key opens nothing here, and none of these opens anything for clients." },
        { "tls", Tls, a => a.Tls, (a, v) => a with { Tls = v }, "Its certificate; read again when its files change.", KeyTraits.Restart },
        { "allow_anonymous_loopback", Flag, a => a.AllowAnonymousLoopback, (a, v) => a with { AllowAnonymousLoopback = v }, "Lets anybody on this machine look without a key, where it listens on loopback.", KeyTraits.Restart },
        { "allow_exposed_without_tls", Flag, a => a.AllowExposedWithoutTls, (a, v) => a with { AllowExposedWithoutTls = v }, "Lets it listen beyond loopback without TLS, for a network where something else encrypts: keys are sent in clear.", KeyTraits.Restart },
        { "metrics", new ChoiceType<bool>(new Dictionary<string, bool> { ["both"] = false, ["admin"] = true }), a => a.OwnsMetrics, (a, v) => a with { OwnsMetrics = v }, "`both`: `/metrics` is also on the clients' endpoint, without a key. `admin`: it is here alone.", KeyTraits.Restart },
    };
}
