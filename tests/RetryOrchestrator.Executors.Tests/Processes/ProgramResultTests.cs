using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>What becomes of a program's end.</summary>
public abstract class ProgramResultTests(StartedBy way)
{
    [Fact]
    public async Task Exit_code_0_is_success_and_a_silent_program_leaves_no_folder()
    {
        using var dummy = new Dummy(way);

        Assert.Same(AttemptResult.Success, await dummy.Run("exit:0"));
        Assert.False(Directory.Exists(dummy.Attempt!.ArtifactFolder));
    }

    [Theory]
    [InlineData(1, "no such element", "out:working", "err:first", "err:no such element", "exit:1")]
    [InlineData(7, "it is over", "out:it is over", "exit:7")]
    [InlineData(255, "exit code 255", "exit:255")]
    public async Task Another_exit_code_is_a_failure_with_what_was_said_and_the_code(
        int code,
        string message,
        params string[] arguments
    )
    {
        using var dummy = new Dummy(way);

        var evidence = Evidence(await dummy.Run(arguments));

        var failure = FailureClassifier.BuiltIn.Classify(evidence);
        Assert.Equal((message, code, null), (failure.Message, failure.ExitCode, failure.Signal));
    }

    [Fact]
    public async Task The_log_tells_the_streams_apart()
    {
        using var dummy = new Dummy(way);

        await dummy.Run("out:one", "err:two");

        Assert.Equal(["err | two", "out | one"], dummy.Log.Order());
    }

    [Fact]
    public async Task A_flood_is_cut_off_in_the_log_and_does_not_hang_the_program()
    {
        using var dummy = new Dummy(way) { MaxLogBytes = 1_000_000 };

        var evidence = Evidence(await dummy.Run("flood:50000000", "flood-line:50000000", "exit:3"));

        Assert.Equal(3, evidence.ExitCode);
        var lines = evidence.Output!.Error.Concat(evidence.Output.Output).ToList();
        Assert.InRange(lines.Max(line => line.Length), 16, LineAssembler.MaxBytes + 1);
        Assert.InRange(lines.Count, 1, 2 * ProgramOutput.MaxLines);
        Assert.InRange(new FileInfo(dummy.LogPath).Length, 1_000_000, 1_100_000);
    }

    [Fact]
    public async Task What_a_program_leaves_in_the_background_neither_holds_it_up_nor_is_ended()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Reads the process table.");
        using var dummy = new Dummy(way);
        var file = dummy.Folder["pid"];

        // The child has the program's output pipes and keeps them open.
        var result = await dummy.Run(
            "child",
            $"pid:{file}",
            "hang",
            "end",
            $"await:{file}",
            "out:done"
        );

        Assert.Same(AttemptResult.Success, result);
        Assert.Equal([await Eventually.ProcessId(file)], dummy.Alive());
        Assert.Equal(["out | done"], dummy.Log);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_an_infrastructure_failure()
    {
        using var dummy = new Dummy(way);

        var evidence = Evidence(await dummy.RunProgram(dummy.Folder["vanished"]));

        Assert.Equal(FailureCategory.Infrastructure, evidence.DeclaredCategory);
        Assert.Equal("command_not_found", evidence.DeclaredType);
        Assert.True(evidence.ConcernsEveryJob);
        Assert.Contains(dummy.Folder["vanished"], evidence.Message);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_any_more_is_named_and_not_taken_for_a_missing_program()
    {
        using var dummy = new Dummy(way);
        await using var executor = new ProgramExecutor(
            Dummy.Path,
            ["exit:0"],
            dummy.Folder["gone"],
            TimeProvider.System,
            Dummy.Launcher(way)
        );

        var evidence = Evidence(
            await executor.ExecuteAsync(Attempts.Of(Attempts.Job("j1")), default)
        );

        Assert.Equal("program_not_started", evidence.DeclaredType);
        Assert.True(evidence.ConcernsEveryJob);
        Assert.Equal(
            $"The folder '{dummy.Folder["gone"]}', in which the programs run, is not there any more. "
                + "Make it again, or name another with -WorkingDirectory.",
            evidence.Message
        );
    }

    [Fact]
    public async Task A_program_whose_files_would_go_elsewhere_is_not_started_and_the_link_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Such a link is there on Linux.");
        using var dummy = new Dummy(way);
        await using var executor = new ProgramExecutor(
            Dummy.Path,
            ["exit:0"],
            dummy.Folder[""],
            TimeProvider.System,
            Dummy.Launcher(way)
        );

        var evidence = Evidence(
            await executor.ExecuteAsync(
                Attempts.Of(Attempts.Job("self")) with
                {
                    Artifacts = new RunArtifacts("/proc").Of("self", 1),
                },
                default
            )
        );

        Assert.Equal("artifacts_not_writable", evidence.DeclaredType);
        Assert.Equal(FailureCategory.Infrastructure, evidence.DeclaredCategory);
        Assert.Contains("'/proc/self' is a link", evidence.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_program_is_an_infrastructure_failure()
    {
        using var dummy = new Dummy(way);
        File.WriteAllText(dummy.Folder["text"], "no program");

        var evidence = Evidence(await dummy.RunProgram(dummy.Folder["text"]));

        Assert.Equal("command_not_found", evidence.DeclaredType);
        Assert.True(evidence.ConcernsEveryJob);
    }

    [Fact]
    public async Task A_script_whose_interpreter_is_missing_says_that_the_file_itself_is_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Interpreters are named so on Unix.");
        using var dummy = new Dummy(way);
        File.WriteAllText(dummy.Folder["post.sh"], "#!/no/such/interpreter\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                dummy.Folder["post.sh"],
                UnixFileMode.UserRead | UnixFileMode.UserExecute
            );
        }

        var evidence = Evidence(await dummy.RunProgram(dummy.Folder["post.sh"]));

        Assert.Equal("command_not_found", evidence.DeclaredType);
        Assert.Contains("the interpreter that its first line names is not", evidence.Message);
    }

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("SEGV", 139)]
    public async Task A_program_ended_by_a_signal_fails_with_the_code_a_shell_would_show(
        string signal,
        int code
    )
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals of Unix.");
        using var dummy = new Dummy(way);

        var evidence = Evidence(await dummy.RunProgram("/bin/sh", "-c", $"kill -{signal} $$"));

        Assert.Equal(code, evidence.ExitCode);
        Assert.Equal(ProgramOutput.None.Error, evidence.Output!.Error);
        Assert.Contains(signal, evidence.Message);
    }

    [Theory]
    [InlineData("KILL", 9)]
    [InlineData("TERM", 15)]
    public async Task The_signal_stands_beside_what_the_program_said(string signal, int number)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there the system's own word is asked.");
        using var dummy = new Dummy(way);

        var evidence = Evidence(
            await dummy.RunProgram("/bin/sh", "-c", $"echo said >&2; kill -{signal} $$")
        );

        // .NET does not tell a signal from an exit code.
        int? known = way == StartedBy.DotNet ? null : number;
        Assert.Equal((128 + number, known), (evidence.ExitCode, evidence.Signal));
        Assert.Equal(["said"], evidence.Output!.Error);
    }

    [Fact]
    public async Task An_exit_code_like_that_of_a_signal_is_none()
    {
        using var dummy = new Dummy(way);

        var evidence = Evidence(await dummy.Run("exit:137"));

        Assert.Equal((137, null), (evidence.ExitCode, evidence.Signal));
        Assert.Equal("exit code 137 (as after SIGKILL)", evidence.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sleep 0.1; ")] // longer than is waited on the spot
    public async Task All_that_was_written_is_kept_however_soon_the_program_ends(string first)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell of Unix.");
        using var dummy = new Dummy(way);

        await dummy.RunProgram("/bin/sh", "-c", $"{first}seq 1 2000; echo last >&2; exit 5");

        Assert.Equal(
            Enumerable.Range(1, 2000).Select(n => $"out | {n}"),
            dummy.Log.Where(line => line.StartsWith("out", StringComparison.Ordinal))
        );
        Assert.Contains("err | last", dummy.Log);
    }

    [Fact]
    public async Task A_value_too_long_for_an_argument_is_the_fault_of_the_job()
    {
        using var dummy = new Dummy(way)
        {
            Job = Attempts.Job("j1", ("caption", new string('x', 5_000_000))),
        };

        var evidence = Evidence(await dummy.Run("args", "{caption}"));

        Assert.Equal(FailureCategory.Input, evidence.DeclaredCategory);
        Assert.Contains("standard input", evidence.Message);
    }

    [Fact]
    public async Task A_NUL_character_is_refused_instead_of_cutting_the_argument_off()
    {
        using var dummy = new Dummy(way) { Job = Attempts.Job("j1", ("caption", "a\0b")) };

        Assert.Equal(
            FailureCategory.Input,
            Evidence(await dummy.Run("args", "{caption}")).DeclaredCategory
        );
        Assert.Same(AttemptResult.Success, await dummy.Run("exit:0"));
    }

    [Fact]
    public void The_description_shows_the_command_with_its_placeholders() =>
        Assert.Equal(
            "/usr/bin/python3 post.py {account} 'two words' ''",
            new ProgramExecutor(
                "/usr/bin/python3",
                ["post.py", "{account}", "two words", ""],
                "/"
            ).Description
        );

    private static FailureEvidence Evidence(AttemptResult result) =>
        Assert.IsType<AttemptResult.Failed>(result).Evidence;
}

/// <inheritdoc/>
public sealed class ProgramResultByDotNetTests() : ProgramResultTests(StartedBy.DotNet);

/// <inheritdoc/>
public sealed class ProgramResultByPosixSpawnTests() : ProgramResultTests(StartedBy.PosixSpawn);
