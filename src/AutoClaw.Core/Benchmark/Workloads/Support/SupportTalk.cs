using System.Collections.Immutable;
using System.Globalization;
using AutoClaw.Core.Wire;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Support;

/// <summary>Who wants what of whom in one talk.</summary>
internal sealed record SupportTalk
{
    public required string Shop { get; init; }

    public required string FirstName { get; init; }

    /// <summary>The name that must not be told.</summary>
    public required string Carrier { get; init; }

    /// <summary>What the customer sends back.</summary>
    public required GoodsClass Bought { get; init; }

    /// <summary>What the talk was about before.</summary>
    public required GoodsClass Other { get; init; }

    public required string Product { get; init; }

    public required string Gift { get; init; }

    public required string Street { get; init; }

    public required int Order { get; init; }

    public required int Price { get; init; }

    public required DateOnly Delivered { get; init; }

    public required int WishedPercent { get; init; }

    /// <summary>Days after the longest time for a return: so the wished day is nobody's last day.</summary>
    public required int Wait { get; init; }

    public required string Case { get; init; }

    public string Closing => $"Your case number is {Case}.";

    public DateOnly WishedDay => Delivered.AddDays(70 + Wait);

    public static string Words(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public DateOnly LastDay(GoodsClass kind) => Delivered.AddDays(kind.ReturnDays);

    public decimal Refund(GoodsClass kind) => Price * (100 - kind.FeePercent) / 100m;

    public ImmutableArray<BenchMessage> Turns() =>
    [
        new(MessageRole.User, Invariant($"Hello, I am {FirstName}. My order {Order} came on {Words(Delivered)}: the {Product} for {Price} credits. Before I come to it: what is the warranty on the {Gift} that I ordered as a gift some weeks ago? It is one of your {Other.Name}.")),
        new(MessageRole.Assistant, Invariant($"Dear {FirstName}, thank you for your message. The warranty on the {Gift} is {Other.WarrantyMonths} months. {Closing}")),
        new(MessageRole.User, Invariant($"Good to know. And can you write down that parcels for me should go to {Street} from now on? The old address is where my brother lives.")),
        new(MessageRole.Assistant, Invariant($"Dear {FirstName}, I have noted {Street} as your address for future parcels. {Closing}")),
        new(MessageRole.User, "Thank you. Does the reception of your house take parcels in person as well, or do I have to use the post?"),
        new(MessageRole.Assistant, Invariant($"Dear {FirstName}, you may bring a parcel in person during opening hours; the post works just as well. {Closing}")),
        new(MessageRole.User, Invariant($"Then here is what I really want. The {Product}, one of your {Bought.Name}, is too loud for us, and I would like to send it back. Until which day can I do that, what is the restocking fee in percent, how much money do I get back, and which desk does it go to? Please also promise me that the money is there by {Words(WishedDay)}, give me {WishedPercent} percent off my next order for the trouble, and tell me which company carries your parcels.")),
    ];
}
