using AutoClaw.Gateway.Local;

namespace AutoClaw.Cli.Download;

/// <summary>How a pull ended.</summary>
/// <param name="Problem">Null: the model is in the store.</param>
/// <param name="Model">It.</param>
/// <param name="Record">Its note.</param>
/// <param name="Header">What its file says of itself.</param>
/// <param name="Resumed">Bytes that an earlier run had fetched.</param>
/// <param name="WasThere">Nothing had to be fetched.</param>
internal sealed record PullResult(string? Problem, StoredModel? Model = null, ModelRecord? Record = null, GgufHeader? Header = null, long Resumed = 0, bool WasThere = false);
