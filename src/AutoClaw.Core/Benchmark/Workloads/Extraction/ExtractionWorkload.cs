using System.Text;
using AutoClaw.Core.Benchmark.Workloads.Generation;
using AutoClaw.Core.Wire;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Extraction;

/// <summary>A wordy letter with an order in it, and an older, withdrawn one that must stay out.</summary>
internal static class ExtractionWorkload
{
    public static BenchPrompt Generate(WorkloadDraft draft)
    {
        var order = Order(draft, draft.Scaled(4, 1));
        var old = Order(draft, 1);
        var sentences = Sentences(order, old);
        var before = "Extract the order that the letter below places. An earlier order that is withdrawn in it is not part of the result.\n"
            + "Answer with one JSON object and nothing else, in exactly this form, with every property and no others:\n" + OrderRecord.Form
            + "\nCopy names and numbers as they stand in the letter, without currency signs. purchase_reference is null where the letter names none.\n\nLetter:\n";
        var filler = new Filler(draft.Random, draft.Names);
        var room = draft.InputTokens - TokenEstimate.Of(before) - sentences.Sum(sentence => TokenEstimate.Of(sentence));
        var letter = new StringBuilder();
        for (var i = 0; i < sentences.Length; i++)
        {
            // What one gap leaves over or takes too much goes to those that follow.
            var between = filler.Text(room / (sentences.Length - i));
            room -= TokenEstimate.Of(between);
            letter.Append(sentences[i]).Append(between.Length > 0 ? " " : string.Empty).Append(between).Append('\n');
        }

        return draft.Prompt(
            [new BenchMessage(MessageRole.User, before + letter)],
            draft.Scaled(400, 240),
            new JsonFields(order.ToJson(), ["purchase_reference"]),
            order.ToJson());
    }

    private static OrderRecord Order(WorkloadDraft draft, int items)
    {
        var random = draft.Random;
        return new OrderRecord(
            draft.Names.Company(),
            draft.Names.Person(),
            draft.Names.Place(),
            Invariant($"{(char)('A' + random.Below(26))}{(char)('A' + random.Below(26))}-{random.Between(10000, 99999)}"),
            new DateOnly(random.Between(2027, 2039), random.Between(1, 12), random.Between(1, 28)),
            random.Chance(0.5),
            random.Chance(0.5) ? Invariant($"PR{random.Between(1000, 9999)}") : null,
            random.Between(500, 4900) / 100m,
            [.. Enumerable.Range(0, items).Select(_ => new OrderItem(draft.Names.Product(), random.Between(2, 240), random.Between(300, 89900) / 100m))]);
    }

    private static string[] Sentences(OrderRecord order, OrderRecord old)
    {
        var total = old.Items[0];
        return
        [
            Invariant($"Dear colleagues, I write on behalf of {order.Customer} in {order.City}; please address all questions to {order.Contact}."),
            Invariant($"First, an old matter: our order {old.Number} of {OrderRecord.Words(old.Date)} for {total.Quantity} pieces of the {total.Product} at ${total.UnitPrice:#,##0.00} each, which {old.Contact} had sent from {old.City}, is withdrawn, and nothing of it should be delivered."),
            Invariant($"In its place we place the order {order.Number}, dated {OrderRecord.Words(order.Date)}."),
            .. order.Items.Select(item => Invariant($"We need {item.Quantity} pieces of the {item.Product} at ${item.UnitPrice:#,##0.00} each.")),
            Invariant($"The delivery fee of ${order.Fee:0.00} is accepted."),
            order.Express ? "Please send everything by express." : "There is no hurry: the ordinary delivery will do, express is not wanted.",
            order.Reference is null ? "Our purchasing office gives out no references any more, so there is none to quote." : $"Please quote our purchase reference {order.Reference} on the invoice.",
        ];
    }
}
