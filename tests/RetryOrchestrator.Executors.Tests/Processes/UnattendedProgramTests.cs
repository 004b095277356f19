using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Processes.Starting;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>Programs that were started, and then the system gave no thread or file to attend to them.</summary>
public sealed class UnattendedProgramTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Faults => ["output", "error", "end"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_program_that_cannot_be_attended_to_is_ended_before_its_attempt_is_over(
        string fault
    )
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux(),
            "NOT TESTED: looks at the processes of Linux."
        );
        var started = 0;
        using var launcher = ProgramLauncher.By(start =>
        {
            var process = ManagedProcess.Start(start);
            started = process.Id;
            return new Unattended(process, fault);
        });
        await using var executor = new ProgramExecutor(
            "/bin/sh",
            ["-c", "sleep 1000 & sleep 1000"],
            _folder.Path,
            TimeProvider.System,
            launcher
        );
        var attempt = Attempts.Of(Attempts.Job("j1"), _folder["artifacts"]);

        var result = await executor.ExecuteAsync(
            attempt,
            new StopSignals(CancellationToken.None, CancellationToken.None)
        );

        var evidence = Assert.IsType<AttemptResult.Failed>(result).Evidence;
        Assert.Equal(FailureCategory.Infrastructure, evidence.DeclaredCategory);
        Assert.Equal("program_not_attended", evidence.DeclaredType);
        Assert.Contains("ulimit -u", evidence.Message);
        Assert.False(Snapshot.IsAlive(started));
        Assert.DoesNotContain(Snapshot.Now().Entries, process => process.Token == attempt.Token);
    }

    /// <summary>A program for whose attendance something is missing.</summary>
    private sealed class Unattended(IProgramProcess process, string fault) : IProgramProcess
    {
        public int Id => process.Id;

        public bool HoldsId => process.HoldsId;

        public bool HasExited => process.HasExited;

        public int ExitCode => process.ExitCode;

        public int? Signal => process.Signal;

        public Stream TakeInput() => process.TakeInput();

        public Stream TakeOutput() =>
            fault == "output" ? throw new OutOfMemoryException() : process.TakeOutput();

        public Stream TakeError() =>
            fault == "error" ? throw new OutOfMemoryException() : process.TakeError();

        public void SendAtOnce(ReadOnlySpan<byte> input) => process.SendAtOnce(input);

        public bool ExitsWithin(int milliseconds) => process.ExitsWithin(milliseconds);

        public bool TryDrain(PipeSink output, PipeSink error) => process.TryDrain(output, error);

        public Task WaitForExitAsync() =>
            fault == "end" ? throw new OutOfMemoryException() : process.WaitForExitAsync();

        public void Dispose() => process.Dispose();
    }
}
