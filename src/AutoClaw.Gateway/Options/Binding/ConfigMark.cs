namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A place in the file. Line and column count from 1; a column is a UTF-16 unit, as editors count.</summary>
internal readonly record struct ConfigMark(int Line, int Column);
