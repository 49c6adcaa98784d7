namespace AutoClaw.Gateway.Ledger;

/// <summary>The table <c>label</c> as it is written: names and values in one order.</summary>
internal static class LabelColumns
{
    public const string InsertSql =
        "INSERT OR REPLACE INTO label (request_id, judge, labelled_at, key_id, route, local_engine, cloud_engine, local_score, cloud_score, "
        + "comment, score, propensity, features, text, subject) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    public static void Bind(SqliteStatement insert, Label label)
    {
        insert.Bind(label.RequestId);
        insert.Bind(label.Judge);
        insert.Bind((label.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        insert.Bind(label.KeyId);
        insert.Bind(label.Route);
        insert.Bind(label.LocalEngine);
        insert.Bind(label.CloudEngine);
        insert.Bind(label.LocalScore);
        insert.Bind(label.CloudScore);
        insert.Bind(label.Comment);
        insert.Bind(label.Score);
        insert.Bind(label.Propensity);
        insert.Bind(label.Features.AsSpan());
        insert.Bind(label.Text);
        insert.Bind(label.Subject);
    }
}
