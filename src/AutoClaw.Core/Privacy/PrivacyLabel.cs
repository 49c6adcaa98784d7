using System.Diagnostics.CodeAnalysis;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Privacy;

/// <summary>
/// Where a request may go. Decided once, before routing, and binding for all that is done with the request afterwards. Labels only add up:
/// of several that apply, an engine must satisfy each.
/// </summary>
/// <param name="LocalOnly">Nowhere but to the operator's own hardware.</param>
/// <param name="NoRetention">Only where nothing of it is kept.</param>
/// <param name="Region">Only to engines of this region; null: of any.</param>
public readonly record struct PrivacyLabel(bool LocalOnly, bool NoRetention, string? Region)
{
    /// <summary>What labels may be written as.</summary>
    public const string Forms = "local_only, no_retention, region:NAME (for example region:eu), several of them with commas between, or open";

    private const int MaxRegion = 64;

    /// <summary>Anywhere.</summary>
    public static PrivacyLabel Open => default;

    public static PrivacyLabel Private => new(LocalOnly: true, NoRetention: false, Region: null);

    public bool IsOpen => this == Open;

    /// <summary>Both hold. Two different regions leave nothing but the operator's own hardware.</summary>
    public PrivacyLabel And(in PrivacyLabel other)
    {
        var clash = Region is not null && other.Region is not null && !Region.Equals(other.Region, StringComparison.OrdinalIgnoreCase);
        return new PrivacyLabel(LocalOnly || other.LocalOnly || clash, NoRetention || other.NoRetention, Region ?? other.Region);
    }

    /// <summary>
    /// True where such a request may go. The operator's own hardware satisfies every region and retention: the data are there already.
    /// What an engine does not say of itself is held against it.
    /// </summary>
    /// <param name="place">Where it runs.</param>
    /// <param name="region">What the engine says of its region; null: nothing.</param>
    /// <param name="keepsNothing">The engine says that it keeps nothing.</param>
    public bool Permits(Place place, string? region, bool keepsNothing) =>
        place == Place.Local
        || (!LocalOnly && (!NoRetention || keepsNothing) && (Region is null || (region is not null && Regions.Contains(Region, region))));

    /// <summary>Reads what <see cref="ToString"/> writes, in any case and with spaces.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PrivacyLabel label)
    {
        label = Open;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryParsePart(part, out var one))
            {
                label = Private;
                return false;
            }

            label = label.And(one);
        }

        return true;
    }

    public override string ToString()
    {
        if (IsOpen)
        {
            return "open";
        }

        return string.Join(", ", new[] { LocalOnly ? "local_only" : null, NoRetention ? "no_retention" : null, Region is null ? null : "region:" + Region }.Where(part => part is not null));
    }

    private static bool TryParsePart(string part, out PrivacyLabel label)
    {
        const string Prefix = "region:";
        label = part.ToLowerInvariant() switch
        {
            "open" => Open,
            "local_only" => Private,
            "no_retention" => new PrivacyLabel(false, true, null),
            var lower when lower.StartsWith(Prefix, StringComparison.Ordinal) && lower.Length - Prefix.Length is > 0 and <= MaxRegion
                && lower.AsSpan(Prefix.Length).IndexOfAnyExcept(RegionCharacters) < 0 => new PrivacyLabel(false, false, lower[Prefix.Length..]),
            _ => new PrivacyLabel(true, true, ""),
        };
        return label.Region != "";
    }

    private static readonly System.Buffers.SearchValues<char> RegionCharacters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");
}
