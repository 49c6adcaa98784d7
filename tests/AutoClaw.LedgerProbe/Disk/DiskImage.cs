namespace AutoClaw.LedgerProbe.Disk;

/// <summary>
/// What is on a disk as its record goes on: for sure, and perhaps. A power cut leaves the first and any part of the second, sector by sector.
/// </summary>
internal sealed class DiskImage
{
    private const int Sector = 512;

    private readonly Dictionary<string, File> _files = [];

    /// <summary>Names that are in the folder for sure, though the file may be deleted by now.</summary>
    private readonly HashSet<string> _named = [];

    private sealed class File
    {
        public byte[] Kept { get; set; } = [];

        public List<(int At, DiskEvent Event)> Since { get; } = [];

        public bool Deleted { get; set; }
    }

    /// <summary>Writes that nobody has promised to keep.</summary>
    public int Unkept => _files.Values.Sum(file => file.Since.Count);

    public void Apply(DiskEvent happened, int at)
    {
        switch (happened.Kind)
        {
            case DiskEventKind.Created:
                _files[happened.File] = new File();
                break;
            case DiskEventKind.Deleted:
                if (_files.TryGetValue(happened.File, out var gone))
                {
                    gone.Deleted = true;
                }

                break;
            case DiskEventKind.FolderKept:
                foreach (var (name, file) in _files.ToArray())
                {
                    if (file.Deleted)
                    {
                        _files.Remove(name);
                        _named.Remove(name);
                    }
                    else
                    {
                        _named.Add(name);
                    }
                }

                break;
            case DiskEventKind.Written or DiskEventKind.Truncated:
                _files[happened.File].Since.Add((at, happened));
                break;
            case DiskEventKind.Kept when _files.TryGetValue(happened.File, out var kept):
                foreach (var (_, change) in kept.Since.Where(change => change.At < happened.Offset))
                {
                    kept.Kept = Change(kept.Kept, change, _ => true);
                }

                kept.Since.RemoveAll(change => change.At < happened.Offset);
                break;
            default:
                break;
        }
    }

    /// <summary>Writes what a power cut at this moment leaves to a folder.</summary>
    public void WriteTo(string folder, Random random)
    {
        foreach (var (name, file) in _files)
        {
            // A name that is not kept may be there or not; so may one that is deleted.
            if ((!_named.Contains(name) || file.Deleted) && random.Next(2) == 0)
            {
                continue;
            }

            // None of what is not kept, all of it, or any of it in sectors.
            var luck = random.Next(4);
            var bytes = (byte[])file.Kept.Clone();
            foreach (var (_, change) in file.Since)
            {
                var whole = luck == 1 || (luck > 1 && random.Next(2) == 0);
                bytes = Change(bytes, change, _ => luck != 0 && (whole || (luck == 3 && random.Next(2) == 0)));
            }

            System.IO.File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }
    }

    private static byte[] Change(byte[] bytes, DiskEvent change, Func<int, bool> reaches)
    {
        if (change.Kind == DiskEventKind.Truncated)
        {
            return reaches(0) ? bytes[..(int)Math.Min(bytes.Length, change.Offset)] : bytes;
        }

        var written = change.Bytes!;
        for (var from = 0; from < written.Length;)
        {
            // To the end of the disk's sector, which need not be the beginning of the write.
            var count = Math.Min(written.Length - from, Sector - (int)((change.Offset + from) % Sector));
            if (reaches(from))
            {
                var at = (int)change.Offset + from;
                if (bytes.Length < at + count)
                {
                    Array.Resize(ref bytes, at + count);
                }

                Array.Copy(written, from, bytes, at, count);
            }

            from += count;
        }

        return bytes;
    }
}
