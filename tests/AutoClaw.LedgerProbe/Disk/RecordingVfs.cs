using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace AutoClaw.LedgerProbe.Disk;

/// <summary>
/// SQLite's way to the disk with a record of all that changes it: the system's own underneath, with the few functions in front of it that
/// write, cut, keep and delete. One recording at a time in a process. Shared memory is not recorded: a power cut takes it anyway.
/// </summary>
internal static unsafe partial class RecordingVfs
{
    public const string Name = "recording";

    private const string Library = "e_sqlite3";

    // Offsets in sqlite3_vfs and sqlite3_io_methods, on 64 bits: their layout is part of SQLite's promise.
    private const int VfsBytes = 168;
    private const int VfsName = 24;
    private const int VfsOpen = 40;
    private const int VfsDelete = 48;
    private const int MethodsBytes = 152;
    private const int MethodsClose = 8;
    private const int MethodsWrite = 24;
    private const int MethodsTruncate = 32;
    private const int MethodsSync = 40;

    // Of sqlite3_open_v2: such a file's folder is kept with its first sync.
    private const int MainJournal = 0x800;
    private const int Wal = 0x80000;

    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<nint, OpenFile> Files = new();
    private static readonly ConcurrentDictionary<nint, nint> Methods = new();
    private static nint _system;
    private static List<DiskEvent>? _events;

    private sealed class OpenFile(string name, nint methods, bool keepsFolder)
    {
        public string Name => name;

        public nint Methods => methods;

        public bool KeepsFolder { get; set; } = keepsFolder;
    }

    /// <summary>Begins a new record, to which everything opened with <see cref="Name"/> adds from now on.</summary>
    public static List<DiskEvent> Record()
    {
        if (_system == 0)
        {
            SQLitePCL.Batteries_V2.Init();
            _system = Find(0);
            var vfs = (byte*)NativeMemory.Alloc(VfsBytes);
            Buffer.MemoryCopy((void*)_system, vfs, VfsBytes, VfsBytes);
            *(nint*)(vfs + VfsName) = Marshal.StringToCoTaskMemUTF8(Name);
            *(delegate* unmanaged<nint, nint, nint, int, int*, int>*)(vfs + VfsOpen) = &Open;
            *(delegate* unmanaged<nint, nint, int, int>*)(vfs + VfsDelete) = &Delete;
            if (Register((nint)vfs, 0) != 0)
            {
                throw new InvalidOperationException("SQLite does not take another way to the disk.");
            }
        }

        return _events = [];
    }

    /// <summary>Adds to the record; also what is asked of the disk by others than SQLite.</summary>
    public static void Add(DiskEvent happened)
    {
        lock (Gate)
        {
            _events!.Add(happened);
        }
    }

    /// <summary>Events by now.</summary>
    public static int Count
    {
        get
        {
            lock (Gate)
            {
                return _events!.Count;
            }
        }
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_find")]
    private static partial nint Find(nint name);

    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_register")]
    private static partial int Register(nint vfs, int isDefault);

    [UnmanagedCallersOnly]
    private static int Open(nint vfs, nint name, nint file, int flags, int* outFlags)
    {
        var path = name == 0 ? null : Marshal.PtrToStringUTF8(name);
        var isNew = path is not null && !File.Exists(path);
        var result = ((delegate* unmanaged<nint, nint, nint, int, int*, int>)(*(nint*)(_system + VfsOpen)))(_system, name, file, flags, outFlags);
        if (result == 0 && path is not null)
        {
            var methods = *(nint*)file;
            var known = new OpenFile(Path.GetFileName(path), methods, (flags & (MainJournal | Wal)) != 0);
            Files[file] = known;
            *(nint*)file = Methods.GetOrAdd(methods, Wrap);
            if (isNew)
            {
                Add(new DiskEvent(DiskEventKind.Created, known.Name));
            }
        }

        return result;
    }

    private static nint Wrap(nint methods)
    {
        var ours = (byte*)NativeMemory.Alloc(MethodsBytes);
        Buffer.MemoryCopy((void*)methods, ours, MethodsBytes, MethodsBytes);
        *(delegate* unmanaged<nint, int>*)(ours + MethodsClose) = &Close;
        *(delegate* unmanaged<nint, nint, int, long, int>*)(ours + MethodsWrite) = &Write;
        *(delegate* unmanaged<nint, long, int>*)(ours + MethodsTruncate) = &Truncate;
        *(delegate* unmanaged<nint, int, int>*)(ours + MethodsSync) = &Sync;
        return (nint)ours;
    }

    [UnmanagedCallersOnly]
    private static int Delete(nint vfs, nint name, int keepFolder)
    {
        var result = ((delegate* unmanaged<nint, nint, int, int>)(*(nint*)(_system + VfsDelete)))(_system, name, keepFolder);
        if (result == 0)
        {
            Add(new DiskEvent(DiskEventKind.Deleted, Path.GetFileName(Marshal.PtrToStringUTF8(name)!)));
            if (keepFolder != 0)
            {
                Add(new DiskEvent(DiskEventKind.FolderKept, ""));
            }
        }

        return result;
    }

    [UnmanagedCallersOnly]
    private static int Close(nint file)
    {
        Files.TryRemove(file, out var known);
        return ((delegate* unmanaged<nint, int>)(*(nint*)(known!.Methods + MethodsClose)))(file);
    }

    [UnmanagedCallersOnly]
    private static int Write(nint file, nint bytes, int count, long offset)
    {
        var known = Files[file];
        Add(new DiskEvent(DiskEventKind.Written, known.Name, offset, new ReadOnlySpan<byte>((void*)bytes, count).ToArray()));
        return ((delegate* unmanaged<nint, nint, int, long, int>)(*(nint*)(known.Methods + MethodsWrite)))(file, bytes, count, offset);
    }

    [UnmanagedCallersOnly]
    private static int Truncate(nint file, long length)
    {
        var known = Files[file];
        Add(new DiskEvent(DiskEventKind.Truncated, known.Name, length));
        return ((delegate* unmanaged<nint, long, int>)(*(nint*)(known.Methods + MethodsTruncate)))(file, length);
    }

    // The real disk is not asked: what it keeps is decided by the record.
    [UnmanagedCallersOnly]
    private static int Sync(nint file, int flags)
    {
        var known = Files[file];
        Add(new DiskEvent(DiskEventKind.Kept, known.Name, Count));
        if (known.KeepsFolder)
        {
            known.KeepsFolder = false;
            Add(new DiskEvent(DiskEventKind.FolderKept, ""));
        }

        return 0;
    }
}
