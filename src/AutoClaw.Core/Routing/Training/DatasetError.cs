namespace AutoClaw.Core.Routing.Training;

/// <summary>A row that cannot be read.</summary>
/// <param name="File">The file's path as it was given.</param>
/// <param name="Line">Counted from 1; 0 means the file as a whole.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record DatasetError(string File, int Line, string Message)
{
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}: {Message}";
}
