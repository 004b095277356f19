using System.Collections.Concurrent;
using System.Reflection;
using RetryOrchestrator.Tests.Shared;
using Xunit.v3;

[assembly: SignOfLife]

namespace RetryOrchestrator.Tests.Shared;

/// <summary>
/// A test that takes long writes a line now and then. The runner waits for the last words of a
/// process that has ended until a minute after the words before; when the last test was silent for
/// longer it does not wait at all, and on a busy machine takes a run that went well for a crash.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class SignOfLifeAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, Timer> _timers = new();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var output = TestContext.Current.TestOutputHelper!;
        var began = TimeProvider.System.GetTimestamp();
        _timers[test.UniqueID] = new Timer(
            _ =>
                output.WriteLine(
                    $"at work for {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s"
                ),
            null,
            Interval,
            Interval
        );
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (_timers.TryRemove(test.UniqueID, out var timer))
        {
            // Nothing may be written once the test is over.
            using var quiet = new ManualResetEvent(false);
            if (timer.Dispose(quiet))
            {
                quiet.WaitOne();
            }
        }
    }
}
