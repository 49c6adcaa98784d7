using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Admin;

/// <summary>A row of the table of all that the administrators' listener answers.</summary>
/// <param name="Method">HTTP's.</param>
/// <param name="Path">Where; <c>{id}</c> stands for one segment.</param>
/// <param name="Needs">What the caller's key must allow.</param>
/// <param name="Handle">Answers.</param>
internal sealed record AdminRoute(string Method, string Path, AdminScope Needs, Func<AdminRequest, Task> Handle)
{
    /// <summary>Where nothing is read of a body.</summary>
    public const int UsualMaxBodyBytes = 4096;

    private const string Wildcard = "{id}";

    /// <summary>Largest body.</summary>
    public int MaxBodyBytes { get; init; } = UsualMaxBodyBytes;

    /// <summary>What stands for <c>{id}</c>, or empty; null where the request is not this row's.</summary>
    public string? Match(string method, string path)
    {
        if (method != Method)
        {
            return null;
        }

        var at = Path.IndexOf(Wildcard, StringComparison.Ordinal);
        if (at < 0)
        {
            return path == Path ? string.Empty : null;
        }

        var tail = Path.AsSpan(at + Wildcard.Length);
        if (path.Length <= at + tail.Length || !path.AsSpan().StartsWith(Path.AsSpan(0, at)) || !path.AsSpan().EndsWith(tail))
        {
            return null;
        }

        var id = path[at..^tail.Length];
        return id.Contains('/', StringComparison.Ordinal) ? null : id;
    }
}
