namespace AutoClaw.Gateway.Options.Binding;

/// <summary>One key of a section: its name, what it takes, and the property that it fills.</summary>
internal abstract class ConfigKey<TOwner>
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public required KeyTraits Traits { get; init; }

    public required Func<TOwner, object?> Get { get; init; }

    public abstract ConfigType Type { get; }

    /// <summary>The owner with the value at <paramref name="node"/>; unchanged and false if it could not be read.</summary>
    public abstract bool Read(ref TOwner owner, ConfigNode node, string path, ConfigReader reader);

    /// <summary>The owner with that value; unchanged where it has it already.</summary>
    public abstract TOwner Set(TOwner owner, object? value);

    /// <summary>The owner with the value that <paramref name="other"/> has.</summary>
    public abstract TOwner Copy(TOwner owner, TOwner other);
}

/// <inheritdoc />
internal sealed class ConfigKey<TOwner, T>(ConfigType<T> type, Func<TOwner, T, TOwner> set) : ConfigKey<TOwner>
{
    public override ConfigType Type => type;

    public override bool Read(ref TOwner owner, ConfigNode node, string path, ConfigReader reader)
    {
        var sound = type.TryRead(node, path, reader, out var value);
        if (value is not null)
        {
            owner = set(owner, value);
        }

        return sound;
    }

    public override TOwner Set(TOwner owner, object? value) => ReferenceEquals(Get(owner), value) || Equals(Get(owner), value) ? owner : set(owner, (T)value!);

    public override TOwner Copy(TOwner owner, TOwner other) => set(owner, (T)Get(other)!);
}
