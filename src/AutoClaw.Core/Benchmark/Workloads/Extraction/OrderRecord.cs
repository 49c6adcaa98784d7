using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Extraction;

/// <summary>What a letter orders: the truth of one extraction.</summary>
internal sealed record OrderRecord(string Customer, string Contact, string City, string Number, DateOnly Date, bool Express, string? Reference, decimal Fee, OrderItem[] Items)
{
    public const string Form = """
        {"customer": string, "contact": string, "city": string, "order_number": string, "order_date": string in the form YYYY-MM-DD,
         "express": boolean, "purchase_reference": string or null, "delivery_fee": number,
         "items": [{"product": string, "quantity": number, "unit_price": number}]}
        """;

    public string ToJson()
    {
        // By hand: the same bytes whatever the serializer of the day escapes, and names have nothing to escape.
        var json = new StringBuilder(Invariant($"{{\"customer\": \"{Customer}\", \"contact\": \"{Contact}\", \"city\": \"{City}\", \"order_number\": \"{Number}\", \"order_date\": \"{Date:yyyy-MM-dd}\",\n"));
        json.Append(Invariant($" \"express\": {(Express ? "true" : "false")}, \"purchase_reference\": {(Reference is null ? "null" : $"\"{Reference}\"")}, \"delivery_fee\": {Fee:0.00},\n \"items\": ["));
        json.AppendJoin(", ", Items.Select(item => Invariant($"{{\"product\": \"{item.Product}\", \"quantity\": {item.Quantity}, \"unit_price\": {item.UnitPrice:0.00}}}")));
        return json.Append("]}").ToString();
    }

    public static string Words(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
