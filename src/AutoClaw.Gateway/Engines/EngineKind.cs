using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Gateway.Engines;

/// <summary>
/// What is known of one kind of engine: where it listens, how it says what it is doing, and in which words it refuses. Data only, so that
/// the relay needs no word about any of them.
/// </summary>
/// <param name="Name">As <c>kind</c> in a configuration.</param>
/// <param name="Title">For people.</param>
internal sealed record EngineKind(string Name, string Title)
{
    /// <summary>Its default port on this machine; null where there is no usual one, so that a configuration must give <c>base_url</c>.</summary>
    public int? Port { get; init; }

    /// <summary>What it speaks.</summary>
    public WireName Wire { get; init; }

    /// <summary>The vendor's own API root; null where everybody has one of their own.</summary>
    public Uri? Root { get; init; }

    /// <summary>The header that holds the key as it is; null: <c>Authorization</c>, as a bearer token.</summary>
    public string? KeyHeader { get; init; }

    /// <summary>
    /// The oldest <c>api_version</c> that takes what is sent; null for kinds whose addresses have none. Those that have one are Azure's: their
    /// addresses follow from a resource, and a model goes by the name of its deployment.
    /// </summary>
    public string? OldestApiVersion { get; init; }

    /// <summary>Headers that every call has unless the configuration gives another value.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The gateway starts it, so that it has no address before.</summary>
    public bool IsOwned { get; init; }

    /// <summary>It runs on hardware of one's own unless somebody says otherwise; of the others only the operator knows.</summary>
    public bool IsUsuallyLocal => Port is not null || IsOwned;

    /// <summary>
    /// What to get, from the server's root, to learn whether it takes requests: 200 it does, 503 it is loading. Null: nothing is asked.
    /// </summary>
    public string? HealthPath { get; init; }

    /// <summary>Its <c>/v1/models</c> names every model that it takes, so that one that is not there is a mistake.</summary>
    public bool ListsModels { get; init; }

    public ContextSource? Context { get; init; }

    public EngineGauges? Gauges { get; init; }

    /// <summary>Where it lists its slots as llama-server does, each with the tokens that lie in it; null where it has no such list.</summary>
    public string? SlotsPath { get; init; }

    /// <summary>
    /// True if it may cut a prompt that is too long without a word. Such an engine gets no request that is not known to fit.
    /// </summary>
    public bool TruncatesSilently { get; init; }

    /// <summary>What a POST of <c>{"model": ...}</c> to makes it load that model; null where it can't be told to, or never need be.</summary>
    public string? LoadPath { get; init; }

    /// <summary>
    /// It closes its connection after every streamed answer, though it announces to keep it: a request sent on one again is lost if it
    /// meets the closing.
    /// </summary>
    public bool DropsConnections { get; init; }

    /// <summary>
    /// While it reads a prompt it does not notice that its client has gone, unless it has a word to write after each batch; it does with
    /// <c>return_progress</c>.
    /// </summary>
    public bool TellsProgress { get; init; }

    /// <summary>The context to assume where it does not tell; null: none.</summary>
    public int? AssumedContext { get; init; }

    /// <summary>What to do about a context too small, for people.</summary>
    public string Enlarge { get; init; } = "give the engine a larger context";

    /// <summary>Pieces of the messages by which it says that prompt and answer do not fit its context. Compared without case.</summary>
    public IReadOnlyList<string> Overflow { get; init; } = [];

    /// <summary>Pieces of the messages by which it says that its queue is full.</summary>
    public IReadOnlyList<string> Busy { get; init; } = [];

    /// <summary>Pieces of the messages by which it says that its model is not loaded yet.</summary>
    public IReadOnlyList<string> Loading { get; init; } = [];

    /// <summary>What a configuration that gives no <c>base_url</c> means; null where it must.</summary>
    public Uri? DefaultBaseUrl => Root ?? (Port is { } port ? new Uri($"http://127.0.0.1:{port}/v1") : null);

    /// <summary>
    /// The failure in an error answer's words, for every kind the same codes. Status alone can't tell: one and the same 400 is a prompt too
    /// long for this engine alone and a request that every engine refuses.
    /// </summary>
    public EngineFailure? Recognise(string engine, int? status, string? message)
    {
        if (message is null)
        {
            return null;
        }

        var refused = Says(Overflow, message) ? EngineFailure.ContextExceeded(engine, message)
            : Says(Loading, message) ? EngineFailure.Loading(engine)
            : Says(Busy, message) ? EngineFailure.QueueFull(engine)
            : null;
        return refused is null ? null : refused with { EngineStatus = status };
    }

    private static bool Says(IReadOnlyList<string> pieces, string message)
    {
        foreach (var piece in pieces)
        {
            if (message.Contains(piece, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
