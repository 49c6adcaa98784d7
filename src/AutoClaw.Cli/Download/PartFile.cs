using System.Text.Json;
using AutoClaw.Gateway;

namespace AutoClaw.Cli.Download;

/// <summary>The bytes of a file that is not whole yet, and the note beside them.</summary>
internal sealed class PartFile(string path, string url)
{
    private readonly string _note = path + ".json";

    /// <summary>What the bytes on disk are of; null: there are none that can be gone on with.</summary>
    public PartNote? Note { get; private set; }

    /// <summary>Bytes on disk that belong to the file.</summary>
    public long Length { get; private set; }

    public bool IsWhole => Length > 0 && Length == Note?.Length;

    /// <summary>Looks at what an earlier run left.</summary>
    public void Load()
    {
        try
        {
            Note = JsonSerializer.Deserialize<PartNote>(File.ReadAllBytes(_note), Terminal.Json);
            Length = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            Note = null;
        }

        if (Note is null || Note.Url != url || Length == 0 || Length > (Note.Length ?? long.MaxValue) || (Note is { Etag: null, Sha256: null } && Length != Note.Length))
        {
            Discard();
        }
    }

    /// <summary>From here on the bytes are of the file that the note describes.</summary>
    public void Begin(PartNote note)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(_note, JsonSerializer.SerializeToUtf8Bytes(note, Terminal.Json));
        Note = note;
    }

    /// <summary>Opens it to go on behind the bytes that are there.</summary>
    public FileStream Append()
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0, FileOptions.Asynchronous);
        file.Seek(Length, SeekOrigin.Begin);
        return file;
    }

    public void Grown(int bytes) => Length += bytes;

    /// <summary>Forgets the bytes: they are of no use.</summary>
    public void Discard()
    {
        if (Directory.Exists(Path.GetDirectoryName(path)))
        {
            File.Delete(path);
            File.Delete(_note);
        }

        Note = null;
        Length = 0;
    }
}
