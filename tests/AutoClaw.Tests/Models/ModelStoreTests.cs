using AutoClaw.Core.Routing;
using AutoClaw.Gateway.Models;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Models;

public sealed class ModelStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-models-").FullName;
    private readonly ModelStore _store;

    public ModelStoreTests() => _store = new ModelStore(Path.Combine(_folder, "models"), new FakeTimeProvider());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Current_NothingPromoted_IsTheShippedModel() => Assert.Null(_store.Current);

    [Fact]
    public void Promote_AModel_IsInUseWithItsProvenance()
    {
        var file = Model("a", RouterModel.Shipped.ToFile());
        var promoted = _store.Promote(file);

        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(_store.Current!));
        Assert.Equal((file, RouterModel.Shipped.Description), (promoted.Source, promoted.Description));
        Assert.Equal([promoted], _store.Read());
    }

    [Fact]
    public void Rollback_StepByStep_EndsAtTheShippedModel()
    {
        var first = _store.Promote(Model("a", RouterModel.Shipped.ToFile()));
        var second = _store.Promote(Model("b", RouterModel.Shipped.ToFile()));

        Assert.Equal(second, _store.Rollback());
        Assert.Equal(_store.PathOf(first), _store.Current);
        Assert.Equal(first, _store.Rollback());
        Assert.Null(_store.Current);
        Assert.Null(_store.Rollback());
    }

    [Fact]
    public void Promote_NoModel_ChangesNothing()
    {
        var file = Model("x", [1, 2, 3]);

        Assert.Throws<RouterModelFormatException>(() => _store.Promote(file));
        Assert.Empty(_store.Read());
        Assert.False(File.Exists(_store.IndexFile));
    }

    [Fact]
    public void Read_DamagedIndex_SaysWhichFile()
    {
        _store.Promote(Model("a", RouterModel.Shipped.ToFile()));
        File.WriteAllText(_store.IndexFile, "{");

        Assert.Contains(_store.IndexFile, Assert.Throws<RouterModelFormatException>(() => _store.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Promote_LeavesNoTemporaryFiles()
    {
        _store.Promote(Model("a", RouterModel.Shipped.ToFile()));

        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder, "models")).Length);
    }

    private string Model(string name, byte[] bytes)
    {
        var file = Path.Combine(_folder, $"{name}.acrm");
        File.WriteAllBytes(file, bytes);
        return file;
    }
}
