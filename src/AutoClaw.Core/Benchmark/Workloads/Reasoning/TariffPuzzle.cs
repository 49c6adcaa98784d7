using System.Text;
using AutoClaw.Core.Benchmark.Workloads.Generation;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Reasoning;

/// <summary>Bills by a tariff with tiers, a fixed fee and a surcharge, added up.</summary>
internal static class TariffPuzzle
{
    public static ReasoningPuzzle Make(WorkloadDraft draft)
    {
        var random = draft.Random;
        int first = random.Between(5, 12) * 10, second = random.Between(8, 20) * 10;
        int high = random.Between(14, 19), middle = random.Between(9, 13), low = random.Between(4, 8);
        int fee = random.Between(20, 60) * 10, limit = first + second + (random.Between(5, 12) * 10), surcharge = random.Between(2, 6);
        var task = new StringBuilder(Invariant($"The waterworks of {draft.Names.Place()} bill every household each month by this tariff. The first {first} units cost {high} cents each. The next {second} units cost {middle} cents each. Every further unit costs {low} cents. "));
        task.Append(Invariant($"A fixed fee of {fee} cents is added to every bill. For each unit beyond {limit} units in a month a surcharge of {surcharge} cents is added on top of its price. These households were billed for one month:\n"));
        var working = new StringBuilder();
        var total = 0;
        for (var i = draft.Scaled(6, 2); i > 0; i--)
        {
            var units = random.Between(first - 30, limit + 120);
            var bill = fee + (Math.Min(units, first) * high) + (Math.Clamp(units - first, 0, second) * middle) + (Math.Max(0, units - first - second) * low) + (Math.Max(0, units - limit) * surcharge);
            total += bill;
            var name = draft.Names.FirstName();
            task.Append(Invariant($"- household {name}: {units} units\n"));
            working.Append(Invariant($"{name}: {bill} cents. "));
        }

        task.Append("What do all these bills add up to, in cents?");
        return new ReasoningPuzzle(task.ToString(), "the sum in cents, in digits", Invariant($"{total}"), MarkedAnswerKind.Number, working.ToString().TrimEnd());
    }
}
