using System.CommandLine;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw models</c>: the model files of this machine. What its verbs share.</summary>
internal static class ModelsVerb
{
    public static Command Create(Terminal terminal) => new("models", "Get, list, check and remove model files for the local engine.")
    {
        ModelsPullVerb.Create(terminal),
        ModelsListVerb.Create(terminal),
        ModelsVerifyVerb.Create(terminal),
        ModelsRemoveVerb.Create(terminal),
    };

    /// <summary>What a store that can't be used leads to: its reason and a failure.</summary>
    public static async Task<int> TryAsync(Terminal terminal, Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(ExitCode.Failed, error.Message);
        }
    }
}
