using System.Text;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Tests.Auth;

public sealed class KeyRingTests
{
    private static readonly ApiKey First = ApiKey.Create();
    private static readonly ApiKey Second = ApiKey.Create();
    private static readonly KeyRing Ring = new(new AuthOptions { Keys = [First.ToOptions("first"), Second.ToOptions()] });

    [Fact]
    public void TryAuthenticate_KnownKeys_GiveTheirIds()
    {
        Assert.True(Ring.TryAuthenticate(First.Value, out var first));
        Assert.True(Ring.TryAuthenticate(Encoding.UTF8.GetBytes(Second.Value), out var second));

        Assert.Equal(First.Id, first.Id);
        Assert.Equal(Second.Id, second.Id);
        Assert.Equal(2, Ring.Count);
    }

    public static TheoryData<string> Strangers => new()
    {
        string.Empty,
        "sk-ac-",
        $"sk-ac-{First.Id}-",
        $"sk-ac--{First.Value[15..]}",
        $"sk-ac-{First.Id}-{Second.Value[15..]}",
        ApiKey.Create().Value,
        First.Value + "x",
        First.Value[..^1],
        First.Value.ToUpperInvariant(),
        " " + First.Value,
        First.Value.Replace('-', '_'),
        First.Value[..^1] + "é",
        First.Value + new string('x', 4096),
        First.Value + "\0",
        "sk-proj-" + First.Value,
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public void TryAuthenticate_AnythingElse_StaysOut(string token)
    {
        Assert.False(Ring.TryAuthenticate(token, out var fromText));
        Assert.False(Ring.TryAuthenticate(Encoding.UTF8.GetBytes(token), out var fromBytes));
        Assert.Null(fromText);
        Assert.Null(fromBytes);
    }

    [Fact]
    public void TryAuthenticate_EmptyRing_StaysOut() => Assert.False(new KeyRing(new AuthOptions()).TryAuthenticate(First.Value, out _));

    [Fact]
    public void TryAuthenticate_KnownKey_AllocatesNothing()
    {
        var token = Encoding.UTF8.GetBytes(First.Value);
        Assert.Equal(0, Allocations.Of(() => Assert.True(Ring.TryAuthenticate(token, out _))));
    }

    [Fact]
    public void Constructor_MalformedHash_Throws() =>
        Assert.Throws<ArgumentException>(() => new KeyRing(new AuthOptions { Keys = [new ApiKeyOptions("a", "sha256:zz")] }));

    [Fact]
    public void Constructor_RepeatedId_Throws() =>
        Assert.Throws<ArgumentException>(() => new KeyRing(new AuthOptions { Keys = [First.ToOptions(), First.ToOptions()] }));

    [Fact]
    public void TryAuthenticate_AKeyOfTheOtherDoor_IsRefusedWhateverIsStored()
    {
        var (client, admin) = (ApiKey.Create(), ApiKey.CreateAdmin());
        ApiKeyOptions[] both = [client.ToOptions(), admin.ToOptions()];
        var (clients, admins) = (new KeyRing(both, ApiKey.Prefix), new KeyRing(both, ApiKey.AdminPrefix));

        Assert.True(clients.TryAuthenticate(client.Value, out _));
        Assert.True(admins.TryAuthenticate(admin.Value, out _));
        Assert.False(clients.TryAuthenticate(admin.Value, out _));
        Assert.False(admins.TryAuthenticate(client.Value, out _));
    }

    [Theory]
    [InlineData("sk-ac-admin-secret", "secret")]
    [InlineData("sk-ac-admin-secret", "admin")]
    public void TryAuthenticate_AClientsKeyWithTheIdAdmin_IsNoAdminKey(string key, string id) =>
        Assert.False(new KeyRing([new ApiKeyOptions(id, KeyHash.Of(key))], ApiKey.AdminPrefix).TryAuthenticate(key, out _));
}
