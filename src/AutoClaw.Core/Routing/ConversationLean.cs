namespace AutoClaw.Core.Routing;

/// <summary>
/// Weights that no row can teach: the training rows are single messages without tools. They lean towards the cloud a little, because
/// small models lose the thread of long conversations and call tools less reliably; never enough to move a plainly simple message.
/// </summary>
internal static class ConversationLean
{
    public static float Local(ReadOnlySpan<float> dense) =>
        (0.8f * dense[StructuralFeatures.ToolsAt]) + (0.3f * dense[StructuralFeatures.TurnsAt]) + (0.6f * dense[StructuralFeatures.ContextAt]);

    public static float Cloud(ReadOnlySpan<float> dense) =>
        0.1f * (dense[StructuralFeatures.ToolsAt] + dense[StructuralFeatures.TurnsAt] + dense[StructuralFeatures.ContextAt]);
}
