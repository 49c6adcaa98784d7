using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using AutoClaw.Core.Routing;

namespace AutoClaw.Gateway.Models;

/// <summary>
/// The router models that were promoted on this machine, and which of them is in use. A folder of model files named by their content, and
/// one small file that says what was promoted in which order; both are replaced as a whole, so a running gateway never sees a part.
/// </summary>
public sealed class ModelStore(string folder, TimeProvider time)
{
    private const string PointerName = "promoted.json";
    private const string ChallengerName = "challenger.json";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>The store in AutoClaw's data folder.</summary>
    public static ModelStore Default { get; } = new(Path.Combine(AutoClawHome.Path, "models"), TimeProvider.System);

    /// <summary>The file that changes with every promotion and rollback; it need not exist.</summary>
    public string IndexFile => Path.Combine(folder, PointerName);

    /// <summary>The file that names the challenger; it need not exist.</summary>
    public string ChallengerFile => Path.Combine(folder, ChallengerName);

    /// <summary>The promoted models, oldest first: the last is in use. Empty: the shipped one is.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    /// <exception cref="RouterModelFormatException">It is not what was written.</exception>
    public IReadOnlyList<PromotedModel> Read() => ReadFile<PromotedModel[]>(IndexFile, "Remove it to go back to the shipped model.") ?? [];

    /// <summary>The file of the model in use; null: the shipped one. Throws as <see cref="Read"/> does.</summary>
    public string? Current => Read() is { Count: > 0 } models ? PathOf(models[^1]) : null;

    public string PathOf(PromotedModel model) => Path.Combine(folder, model.Name);

    /// <summary>Takes a copy of <paramref name="file"/> and puts it in use.</summary>
    /// <exception cref="RouterModelFormatException">It is no router model.</exception>
    /// <exception cref="IOException">It can't be read, or the store can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public PromotedModel Promote(string file)
    {
        var promoted = Take(file);
        Write([.. Read(), promoted]);
        return promoted;
    }

    /// <summary>Puts the model before the one in use back; its file stays.</summary>
    /// <returns>What was in use; null where nothing was promoted.</returns>
    /// <exception cref="IOException">The store can't be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    /// <exception cref="RouterModelFormatException">The store is damaged.</exception>
    public PromotedModel? Rollback()
    {
        if (Read() is not { Count: > 0 } models)
        {
            return null;
        }

        Write([.. models.SkipLast(1)]);
        return models[^1];
    }

    /// <summary>The model that is watched beside the one in use; null if there is none. Throws as <see cref="Read"/> does.</summary>
    public PromotedModel? ReadChallenger() => ReadFile<PromotedModel>(ChallengerFile, "Remove it to have no challenger.");

    /// <summary>Takes a copy of <paramref name="file"/> to be watched beside the model in use, in the place of any before. Throws as <see cref="Promote"/> does.</summary>
    public PromotedModel Challenge(string file)
    {
        var challenger = Take(file);
        AtomicFile.Write(ChallengerFile, JsonSerializer.SerializeToUtf8Bytes(challenger, Json));
        return challenger;
    }

    /// <summary>No challenger from now on; its file stays.</summary>
    /// <exception cref="IOException">The store can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void EndChallenge()
    {
        if (Directory.Exists(folder))
        {
            File.Delete(ChallengerFile);
        }
    }

    /// <summary>Changes with every promotion, rollback and challenge.</summary>
    internal string Fingerprint() => $"{Fingerprint(IndexFile)} {Fingerprint(ChallengerFile)}";

    private static string Fingerprint(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc.Ticks}/{file.Length}") : "none";
    }

    private PromotedModel Take(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var model = RouterModel.Load(bytes);
        var hash = Convert.ToHexStringLower(XxHash64.Hash(bytes));
        var taken = new PromotedModel($"{hash}.acrm", time.GetUtcNow(), Path.GetFullPath(file), model.Description);
        Directory.CreateDirectory(folder);
        AtomicFile.Write(PathOf(taken), bytes);
        return taken;
    }

    private static T? ReadFile<T>(string path, string remedy)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException error)
        {
            throw new RouterModelFormatException($"{path} is damaged: {error.Message}. {remedy}", error);
        }
    }

    private void Write(IReadOnlyList<PromotedModel> models) => AtomicFile.Write(IndexFile, JsonSerializer.SerializeToUtf8Bytes(models, Json));
}
