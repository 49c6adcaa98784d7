namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// Weights that no row can teach: the training rows are single messages without tools. They lean towards the cloud a little, because
/// small models lose the thread of long conversations and call tools less reliably; never enough to move a plainly simple message.
/// </summary>
internal static class HandSetWeights
{
    public static void Apply(Span<float> dense)
    {
        Set(dense, StructuralFeatures.ToolsAt, local: 0.8f, cloud: 0.1f);
        Set(dense, StructuralFeatures.TurnsAt, local: 0.3f, cloud: 0.1f);
        Set(dense, StructuralFeatures.ContextAt, local: 0.6f, cloud: 0.1f);
    }

    private static void Set(Span<float> dense, int feature, float local, float cloud)
    {
        for (var genre = 0; genre < Genre.Count; genre++)
        {
            var at = RouterWeights.DenseAt(genre) + (2 * feature);
            dense[at] = local;
            dense[at + 1] = cloud;
        }
    }
}
