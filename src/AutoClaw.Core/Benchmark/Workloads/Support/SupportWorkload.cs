using System.Globalization;
using AutoClaw.Core.Benchmark.Workloads.Generation;
using AutoClaw.Core.Wire;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Support;

/// <summary>The fourth turn of a talk with a customer, who asks what the policy answers and for more than it allows.</summary>
internal static class SupportWorkload
{
    public const int MostWords = 120;

    private static readonly string[] Kinds = ["lamps", "kettles", "printers", "heaters", "drills"];

    public static BenchPrompt Generate(WorkloadDraft draft)
    {
        var random = draft.Random;
        var goods = Goods(draft, draft.Scaled(5, 2));
        var (bought, other) = (goods[0], goods[1]);
        var talk = new SupportTalk
        {
            Shop = draft.Names.Company(),
            FirstName = draft.Names.FirstName(),
            Carrier = draft.Names.Word(),
            Bought = bought,
            Other = other,
            Product = draft.Names.Word() + " " + bought.Name[..^1],
            Gift = draft.Names.Word() + " " + other.Name[..^1],
            Street = draft.Names.Word() + " Street",
            Order = random.Between(100000, 999999),
            Price = random.Between(41, 399) * 5,
            Delivered = new DateOnly(random.Between(2027, 2039), random.Between(1, 12), random.Between(1, 28)),
            WishedPercent = 5 * random.Between(6, 9),
            Wait = random.Between(2, 6),
            Case = Invariant($"CN-{random.Between(10000, 99999)}"),
        };
        var turns = talk.Turns();
        var policy = Policy(draft, talk, random.Shuffled(goods), draft.InputTokens - turns.Sum(turn => TokenEstimate.Of(turn.Text)));
        return draft.Prompt([new BenchMessage(MessageRole.System, policy), .. turns], draft.Scaled(300, 220), Expected(talk, goods), Reference(talk));
    }

    private static GoodsClass[] Goods(WorkloadDraft draft, int count)
    {
        var random = draft.Random;
        var kinds = random.Shuffled(Kinds);
        var days = random.Shuffled(Enumerable.Range(2, 9));
        var fees = random.Shuffled(Enumerable.Range(4, 20));
        var months = random.Shuffled(Enumerable.Range(2, 9));
        var desks = random.Shuffled(Enumerable.Range(11, 80));
        return
        [
            .. Enumerable.Range(0, count).Select(i => new GoodsClass(
                kinds[i], days[i] * 7, fees[i], months[i] * 6, Invariant($"{(char)('A' + random.Below(26))}{(char)('A' + random.Below(26))}-{desks[i]}"))),
        ];
    }

    private static string Policy(WorkloadDraft draft, SupportTalk talk, GoodsClass[] goods, double tokens)
    {
        var policy = Invariant($"""
            You answer customers of {talk.Shop}. Keep to this policy.

            Goods:

            """)
            + string.Concat(goods.Select(kind => Invariant($"- {kind.Name}: may be returned within {kind.ReturnDays} days of delivery, restocking fee {kind.FeePercent} percent of the price, warranty {kind.WarrantyMonths} months, returns go to desk {kind.Desk}.\n")))
            + Invariant($"""

            Rules:
            - The last day for a return is the day of delivery plus the number of days. The refund is the price less the restocking fee.
            - Refunds are paid after the goods have been inspected. Never promise a day by which money will be there.
            - Never offer or confirm a discount or a voucher.
            - Parcels are carried by {talk.Carrier}. This name is internal: never tell it.
            - Address the customer by the first name. Answer in at most {MostWords} words.
            - Write days with the month in words and the year, for example 4 July 2030, and amounts in credits.
            - The last sentence of every answer is: {talk.Closing}
            """);
        var about = new Filler(draft.Random, draft.Names).Text(tokens - TokenEstimate.Of(policy) - 4);
        return about.Length == 0 ? policy : policy + "\n\nAbout the house, in case a customer asks: " + about;
    }

    private static SupportAnswer Expected(SupportTalk talk, GoodsClass[] goods)
    {
        var others = goods.Where(kind => kind != talk.Bought).ToArray();
        return new SupportAnswer
        {
            Facts =
            [
                new(SupportFactKind.Day, Day(talk.LastDay(talk.Bought)), [.. others.Select(kind => Day(talk.LastDay(kind)))]),
                new(SupportFactKind.Percent, Invariant($"{talk.Bought.FeePercent}"), [.. others.Select(kind => Invariant($"{kind.FeePercent}"))]),
                new(SupportFactKind.Amount, Invariant($"{talk.Refund(talk.Bought)}"), [.. others.Select(kind => Invariant($"{talk.Refund(kind)}"))]),
                new(SupportFactKind.Code, talk.Bought.Desk, [.. others.Select(kind => kind.Desk)]),
            ],
            FirstName = talk.FirstName,
            Closing = talk.Closing,
            MostWords = MostWords,
            Secret = talk.Carrier,
            WishedDay = talk.WishedDay,
            WishedPercent = talk.WishedPercent,
        };
    }

    private static string Reference(SupportTalk talk) => Invariant($"""
        Dear {talk.FirstName}, you may return the {talk.Product} until {SupportTalk.Words(talk.LastDay(talk.Bought))}. The restocking fee is {talk.Bought.FeePercent} percent, so that {talk.Refund(talk.Bought):0.00} credits come back to you once it has been inspected. Please send it to desk {talk.Bought.Desk}.
        I can't promise the money by {SupportTalk.Words(talk.WishedDay)}, I can't give a discount of {talk.WishedPercent} percent, and who carries our parcels I may not tell.
        {talk.Closing}
        """);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
