namespace AutoClaw.Core.Wire.Hub;

/// <summary>How free the model is to call functions.</summary>
public enum ToolChoiceMode
{
    /// <summary>As it sees fit.</summary>
    Auto,

    /// <summary>It must not.</summary>
    None,

    /// <summary>It must call one.</summary>
    Required,
}
