using System.ComponentModel;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Processes.Starting;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>Programs that the system has no room for: no failures of their jobs.</summary>
public sealed class NoRoomTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<Exception> Limits =>
        [
            new Win32Exception(11),
            new Win32Exception(24),
            new IOException("Too many open files", 24),
        ];

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task A_program_that_there_is_no_room_for_is_put_off_until_there_is(Exception limit)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NOT TESTED: limits of Unix.");
        var warnings = new List<string>();
        using var launcher = ProgramLauncher.By(_ => throw limit);
        await using var executor = new ProgramExecutor("/bin/true", [], "/", null, launcher)
        {
            Warn = message =>
            {
                warnings.Add(message);
                return ValueTask.CompletedTask;
            },
        };

        var result = await executor.ExecuteAsync(
            Attempts.Of(Attempts.Job("j1"), _folder["artifacts"]),
            new StopSignals(CancellationToken.None, CancellationToken.None)
        );

        var deferred = Assert.IsType<AttemptResult.Deferred>(result);
        Assert.NotNull(deferred.Again);
        Assert.Contains("(ulimit -", deferred.Reason);
        Assert.Contains("/bin/true", Assert.Single(warnings));
    }
}
