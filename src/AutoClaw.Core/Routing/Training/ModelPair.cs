namespace AutoClaw.Core.Routing.Training;

/// <summary>Two models between which a router decides.</summary>
/// <param name="Strong">The cloud's part, as some file of the data spells it.</param>
/// <param name="Weak">The local part.</param>
public sealed record ModelPair(string Strong, string Weak)
{
    /// <summary>Reads <c>strong=NAME,weak=NAME</c>, in either order; null with the reason in <paramref name="error"/>.</summary>
    public static ModelPair? Parse(string text, out string? error)
    {
        string? strong = null, weak = null;
        error = null;
        foreach (var part in text.Split(','))
        {
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (left.Trim(), right.Trim()) : (part, "");
            if (value.Length > 0 && name == "strong" && strong is null)
            {
                strong = value;
            }
            else if (value.Length > 0 && name == "weak" && weak is null)
            {
                weak = value;
            }
            else
            {
                error = $"'{text}' is not a pair of models: write strong=NAME,weak=NAME.";
            }
        }

        error ??= strong is null || weak is null ? $"'{text}' does not name both models: write strong=NAME,weak=NAME." : null;
        return error is null ? new ModelPair(strong!, weak!) : null;
    }

    /// <summary>True if the row's outcomes are this pair's.</summary>
    public bool IsOf(TrainingRow row) => ModelNames.Same(row.StrongModel, Strong) && ModelNames.Same(row.WeakModel, Weak);

    /// <summary>True if the model is one of the two.</summary>
    public bool Has(string model) => ModelNames.Same(model, Strong) || ModelNames.Same(model, Weak);

    public override string ToString() => $"{Strong} / {Weak}";
}
