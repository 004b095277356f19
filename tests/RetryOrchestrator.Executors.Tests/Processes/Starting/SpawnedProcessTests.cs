using System.ComponentModel;
using System.Runtime.Versioning;
using RetryOrchestrator.Executors.Processes.Starting;

namespace RetryOrchestrator.Executors.Tests.Processes.Starting;

[SupportedOSPlatform("linux")]
public sealed class SpawnedProcessTests : IDisposable
{
    private readonly SpawnEnvironment _environment = new();

    public SpawnedProcessTests() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "posix_spawn is used on Linux only.");

    public void Dispose() => _environment.Dispose();

    [Fact]
    public void Linux_starts_programs_this_way() => Assert.True(PosixSpawn.IsSupported);

    [Fact]
    public async Task An_end_that_somebody_else_took_note_of_is_no_success()
    {
        using var process = Start("true");
        Assert.Equal(0, Posix.WaitForEnd(process.Id));

        await process.WaitForExitAsync();

        Assert.Equal(-1, process.ExitCode);
    }

    [Fact]
    public void A_start_that_fails_leaves_no_pipe_open()
    {
        var before = Pipes();
        for (var n = 0; n < 50; n++)
        {
            var fault = Assert.Throws<Win32Exception>(() => Start("no-such-program"));
            Assert.Equal(2, fault.NativeErrorCode); // ENOENT
        }

        // Other tests run at the same time; what leaked would be 300.
        Assert.InRange(Pipes(), 0, before + 100);
    }

    private SpawnedProcess Start(string program) =>
        SpawnedProcess.Start(
            new ProgramStart($"/bin/{program}", [], "/", new Dictionary<string, string>()),
            _environment
        );

    private static int Pipes() => Directory.GetFiles("/proc/self/fd").Length;
}
