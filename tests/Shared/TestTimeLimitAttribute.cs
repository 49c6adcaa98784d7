using System.Collections.Concurrent;
using System.Reflection;
using AutoClaw.TestsShared;
using Xunit.v3;

[assembly: TestTimeLimit]

namespace AutoClaw.TestsShared;

/// <summary>
/// Ends a test that goes on far longer than any does, and the whole run if that does not help: a run that hangs tells nobody which
/// test it was.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TestTimeLimitAttribute : BeforeAfterTestAttribute
{
    // The slowest takes 15 seconds on two cores.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2), Grace = TimeSpan.FromMinutes(1), Look = TimeSpan.FromSeconds(5);

    private static readonly ConcurrentDictionary<string, (long Began, ITestContext Context)> UnderWay = new();

    private static long _last = TimeProvider.System.GetTimestamp();

    // A thread of its own: a run whose thread pool is used up is one of those that hang.
    static TestTimeLimitAttribute() => new Thread(Watch) { IsBackground = true, Name = "test time limit" }.Start();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        Volatile.Write(ref _last, TimeProvider.System.GetTimestamp());
        UnderWay[test.UniqueID] = (TimeProvider.System.GetTimestamp(), TestContext.Current);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        UnderWay.TryRemove(test.UniqueID, out _);
        Volatile.Write(ref _last, TimeProvider.System.GetTimestamp());
    }

    private static void Watch()
    {
        using var never = new ManualResetEventSlim();
        while (!never.Wait(Look))
        {
            // Between two tests a fixture may hang just as well.
            if (TimeProvider.System.GetElapsedTime(Volatile.Read(ref _last)) > Limit + Grace)
            {
                GiveUp("no test has begun or ended");
            }

            foreach (var (began, context) in UnderWay.Values)
            {
                var took = TimeProvider.System.GetElapsedTime(began);
                if (took > Limit + Grace)
                {
                    GiveUp("a test does not end, though it was cancelled");
                }
                else if (took > Limit)
                {
                    Console.Error.WriteLine($"{context.Test?.TestDisplayName} is cancelled: it has run for {took.TotalSeconds:F0} s.");
                    context.CancelCurrentTest();
                }
            }
        }
    }

    private static void GiveUp(string why)
    {
        Console.Error.WriteLine($"The run is given up: {why} for {(Limit + Grace).TotalSeconds:F0} s. Under way: {string.Join(", ", UnderWay.Values.Select(test => test.Context.Test?.TestDisplayName))}");

        // Not Environment.Exit, which waits for whatever hangs.
        Environment.FailFast(why);
    }
}
