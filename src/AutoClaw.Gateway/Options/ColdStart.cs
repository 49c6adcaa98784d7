namespace AutoClaw.Gateway.Options;

/// <summary>What a request does when it comes to an engine whose model is not loaded, where the cloud may answer it too.</summary>
public enum ColdStart
{
    /// <summary>Starts the engine and waits for it.</summary>
    Wait,

    /// <summary>Goes to the cloud; the engine stays as it is.</summary>
    Cloud,

    /// <summary>Goes to the cloud, and starts the engine for those that come later.</summary>
    Both,
}
