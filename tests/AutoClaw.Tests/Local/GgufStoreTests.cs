using AutoClaw.Gateway.Local;

namespace AutoClaw.Tests.Local;

public sealed class GgufStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-gguf-").FullName;
    private readonly GgufStore _store;

    public GgufStoreTests() => _store = new GgufStore(Path.Combine(_folder, "gguf"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void List_NoFolder_IsEmpty() => Assert.Empty(_store.List());

    [Fact]
    public void List_OfFiles_HasWholeModelsOnlyByName()
    {
        var second = Stored("b.gguf", 2);
        var first = Stored("a.gguf", 1);
        Stored("c.gguf.part", 3);
        Stored("a.json", 4);
        Assert.Equal([new StoredModel("a", first, 1), new StoredModel("b", second, 2)], _store.List());
    }

    [Theory]
    [InlineData("qwen3-4b")]
    [InlineData("qwen3-4b.gguf")]
    public void Find_PulledName_IsItsFile(string name)
    {
        var file = Stored("qwen3-4b.gguf", 1);
        Assert.Equal(file, _store.Find(name));
    }

    [Fact]
    public void Find_Path_IsTheFileItself()
    {
        var file = Path.Combine(_folder, "mine.gguf");
        File.WriteAllText(file, string.Empty);
        Assert.Equal(file, _store.Find(file));
        Assert.Equal(file, _store.Find(Path.Combine(_folder, "gguf", "..", "mine.gguf")));
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("/absent/file.gguf")]
    [InlineData("")]
    [InlineData("../mine")]
    public void Find_Nothing_IsNull(string name)
    {
        File.WriteAllText(Path.Combine(_folder, "mine.gguf"), string.Empty);
        Assert.Null(_store.Find(name));
    }

    [Fact]
    public void Add_CheckedPart_IsTheModelWithItsNote()
    {
        var record = new ModelRecord("hf:org/repo@main/a.gguf", "00ff", "server", 3, DateTimeOffset.UnixEpoch, "Apache-2.0");
        Directory.CreateDirectory(Path.GetDirectoryName(_store.PartOf("a"))!);
        File.WriteAllBytes(_store.PartOf("a"), [1, 2, 3]);
        var model = _store.Add("a", record);
        Assert.Equal(model, Assert.Single(_store.List()));
        Assert.Equal(record, _store.RecordOf("a"));
        Assert.False(File.Exists(_store.PartOf("a")));

        Assert.True(_store.Remove("a"));
        Assert.False(_store.Remove("a"));
        Assert.Empty(Directory.GetFiles(_store.Folder));
    }

    [Fact]
    public void RecordOf_DamagedNote_IsNull()
    {
        Stored("a.gguf", 1);
        Assert.Null(_store.RecordOf("a"));
        File.WriteAllText(Path.Combine(_store.Folder, "a.json"), "{");
        Assert.Null(_store.RecordOf("a"));
    }

    [Fact]
    public void TryLock_Held_IsNullUntilItIsFree()
    {
        using (_store.TryLock("a"))
        {
            Assert.Null(_store.TryLock("a"));
            using var other = _store.TryLock("b");
            Assert.NotNull(other);
        }

        using var again = _store.TryLock("a");
        Assert.NotNull(again);
    }

    [Theory]
    [InlineData("Llama-3.2-1B_Q4+x", true)]
    [InlineData(".hidden", false)]
    [InlineData("-option", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    public void IsName_OfText_IsOnePlainSegment(string text, bool name) => Assert.Equal(name, GgufStore.IsName(text));

    private string Stored(string name, int bytes)
    {
        Directory.CreateDirectory(_store.Folder);
        var path = Path.Combine(_store.Folder, name);
        File.WriteAllBytes(path, new byte[bytes]);
        return path;
    }
}
