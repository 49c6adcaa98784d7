namespace AutoClaw.Gateway.Options.Binding;

/// <summary>One thing that is wrong, where, and what to do. Never holds a secret's value.</summary>
internal sealed record ConfigProblem(string File, ConfigMark At, ConfigCode Code, string Message, string? Hint)
{
    /// <summary><c>file:line:column: error AC1001 unknown_key: message (hint)</c>: the form that editors and CI jump to.</summary>
    public override string ToString()
    {
        var severity = Code.Severity == ConfigSeverity.Error ? "error" : "warning";
        var hint = Hint is null ? string.Empty : $" ({Hint})";
        return $"{File}:{At.Line}:{At.Column}: {severity} {Code.Id} {Code.Name}: {Message}{hint}";
    }
}
