using System.Text;
using AutoClaw.Core.Benchmark.Workloads.Generation;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Reasoning;

/// <summary>A stock that goes through a list of steps, some of which depend on it.</summary>
internal static class StockPuzzle
{
    private static readonly (string Name, int Part)[] Parts = [("half", 2), ("a third", 3), ("a quarter", 4), ("a fifth", 5)];

    public static ReasoningPuzzle Make(WorkloadDraft draft)
    {
        var random = draft.Random;
        var stock = random.Between(300, 900);
        var task = new StringBuilder(Invariant($"The warehouse of {draft.Names.Company()} in {draft.Names.Place()} begins the week with {stock} crates. These steps follow in this order:\n"));
        var working = new StringBuilder(Invariant($"Start: {stock}."));
        for (var step = 1; step <= draft.Scaled(11, 4); step++)
        {
            var (text, next) = Step(draft, stock);
            stock = next;
            task.Append(Invariant($"Step {step}: {text}\n"));
            working.Append(Invariant($" Step {step}: {stock}."));
        }

        task.Append("How many crates are in stock after the last step?");
        return new ReasoningPuzzle(task.ToString(), "the number of crates in digits", Invariant($"{stock}"), MarkedAnswerKind.Number, working.ToString());
    }

    private static (string Text, int Next) Step(WorkloadDraft draft, int stock)
    {
        var random = draft.Random;
        var amount = random.Between(17, 180);
        switch (random.Below(5))
        {
            case 0 when stock > amount:
                return (Invariant($"{amount} crates are shipped to {draft.Names.Place()}."), stock - amount);
            case 1 when stock > 60:
                var (name, part) = random.Pick(Parts);
                return (Invariant($"{name} of the crates then in stock, rounded down to whole crates, is moved to the annex and leaves the stock."), stock - (stock / part));
            case 2 when stock < 700:
                return ("a matching delivery brings as many crates as are then in stock.", stock * 2);
            case 3 when stock > 250:
                var limit = random.Between(stock - 200, stock + 200);
                var less = random.Between(15, 40);
                return (Invariant($"if more than {limit} crates are then in stock, {amount} crates are returned to the maker; otherwise {less} crates are bought."), stock > limit ? stock - amount : stock + less);
            default:
                return (Invariant($"a delivery adds {amount} crates."), stock + amount);
        }
    }
}
