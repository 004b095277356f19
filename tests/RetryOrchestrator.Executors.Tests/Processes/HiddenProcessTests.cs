using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>What a program started and what does not look like it any more.</summary>
public sealed class HiddenProcessTests : IDisposable
{
    private readonly Dummy _dummy = new();

    public HiddenProcessTests() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NOT TESTED: shells of Unix.");

    public void Dispose() => _dummy.Dispose();

    [Theory]
    [InlineData(
        "perl -e '$0 = q(x) x 3000; open F, q(>), $ARGV[0]; print F $$; close F; select undef, undef, undef, 1000' {file} &",
        "a title over its environment"
    )]
    [InlineData(
        "env -i /bin/sh -c 'echo $$ > {file}; exec sleep 1000' &",
        "an environment of its own"
    )]
    [InlineData("env -i setsid /bin/sh -c 'echo $$ > {file}; exec sleep 1000' &", "and a session")]
    [InlineData(
        "(env -i setsid /bin/sh -c 'echo $$ > {file}; exec sleep 1000' < /dev/null > /dev/null 2>&1 &)",
        "and no pipe of ours"
    )]
    [InlineData(
        "env -i setsid -f /bin/sh -c 'setsid -f sh -c \"echo \\$\\$ > {file}; exec sleep 1000\"' < /dev/null > /dev/null 2>&1",
        "and two forks"
    )]
    public async Task What_hides_is_ended_with_its_attempt_too(string start, string _)
    {
        Assert.SkipUnless(InheritedMark.IsSupported, "NOT TESTED: needs marks that Linux has.");
        var file = _dummy.Folder["hidden"];
        var run = _dummy.RunProgram(
            "/bin/sh",
            "-c",
            $"{start.Replace("{file}", file, StringComparison.Ordinal)}\nexec sleep 1000"
        );
        var hidden = await Eventually.ProcessId(file);
        _dummy.Stop();

        Assert.Same(AttemptResult.Stopped, await run);
        Assert.False(Snapshot.IsAlive(hidden));
    }
}
