namespace AutoClaw.Cli.Simulator;

/// <summary>Anthropic's answers always have a usage, in which a count that nobody gave is 0. An engine that tells none has to leave it out.</summary>
internal static class NoUsage
{
    private static ReadOnlySpan<byte> Member =>
        ",\"usage\":{\"input_tokens\":0,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":0}"u8;

    public static void RemoveFrom(PooledBytes output)
    {
        if (output.Written.IndexOf(Member) is >= 0 and var at)
        {
            var rest = output.Written[(at + Member.Length)..].ToArray();
            output.Truncate(at);
            output.Append(rest);
        }
    }
}
