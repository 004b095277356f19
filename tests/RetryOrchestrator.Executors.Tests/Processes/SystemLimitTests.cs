using System.ComponentModel;
using System.Net.Sockets;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public sealed class SystemLimitTests
{
    public SystemLimitTests() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NOT TESTED: limits of Unix.");

    public static TheoryData<Exception, string> Limits =>
        new()
        {
            { new Win32Exception(11), "ulimit -u" },
            { new OutOfMemoryException(), "ulimit -u" },
            { new Win32Exception(24), "ulimit -n" },
            { new IOException("Too many open files", 24), "ulimit -n" },
            { new SocketException(24), "ulimit -n" },
            { new AggregateException(new Win32Exception(23)), "ulimit -n" },
        };

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_limit_that_was_reached_is_named_with_its_remedy(Exception cause, string said) =>
        Assert.Contains(said, SystemLimit.Remedy(cause));

    [Fact]
    public void What_has_other_causes_gets_no_such_advice() =>
        Assert.False(SystemLimit.IsCause(new Win32Exception(2)));
}
