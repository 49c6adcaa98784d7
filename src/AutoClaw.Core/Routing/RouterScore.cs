namespace AutoClaw.Core.Routing;

/// <summary>What the router model says of one message.</summary>
/// <param name="LocalFails">P(the local answer is not good enough), 0 to 1.</param>
/// <param name="CloudFails">P(the cloud answer is not good enough either), 0 to 1.</param>
public readonly record struct RouterScore(float LocalFails, float CloudFails)
{
    /// <summary>Expected output tokens of the local answer, an estimate; 0 where the model predicts none.</summary>
    public float LocalTokens { get; init; }

    /// <summary>Expected output tokens of the cloud answer, an estimate; 0 where the model predicts none.</summary>
    public float CloudTokens { get; init; }

    /// <summary>Expected quality gained by going to the cloud, -1 to 1: higher = cloud.</summary>
    public float Score => LocalFails - CloudFails;
}
