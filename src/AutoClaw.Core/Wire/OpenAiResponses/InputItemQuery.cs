using System.Globalization;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Which of a response's input items are wanted.</summary>
/// <param name="Limit">At most so many, 1 to <see cref="MostItems"/>.</param>
/// <param name="Ascending">The first one first; else the last one.</param>
/// <param name="After">Those behind the item of this id; null: from the beginning.</param>
public sealed record InputItemQuery(int Limit = 20, bool Ascending = false, string? After = null)
{
    public const int MostItems = 100;

    /// <summary>Null where a value is none that the API takes; then <paramref name="param"/> names it.</summary>
    /// <param name="limit">Empty: not given.</param>
    /// <param name="order">The same.</param>
    /// <param name="after">The same.</param>
    /// <param name="param">What is wrong.</param>
    public static InputItemQuery? Parse(string? limit, string? order, string? after, out string? param)
    {
        param = null;
        var most = 20;
        if (!string.IsNullOrEmpty(limit)
            && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is >= 1 and <= MostItems))
        {
            param = "limit";
            return null;
        }

        if (order is not (null or "" or "asc" or "desc"))
        {
            param = "order";
            return null;
        }

        return new InputItemQuery(most, order == "asc", string.IsNullOrEmpty(after) ? null : after);
    }
}
