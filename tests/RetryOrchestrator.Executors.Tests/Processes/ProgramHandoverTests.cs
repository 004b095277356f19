using System.Text.Json;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>What a program is told about its job.</summary>
public abstract class ProgramHandoverTests(StartedBy way)
{
    public static TheoryData<string> HostileTexts =>
        [
            "say \"hi\" and 'bye' and `now`",
            "two\nlines\r\n\ttab",
            "$(touch pwned) ${HOME} $HOME %PATH%",
            "; rm -rf / && echo | cat > x < y & # no",
            "🎉👩‍👩‍👧 ümläut 日本語 \u202e",
            @"back\slash\ and \"" and \\",
            " leading and trailing ",
            "",
            "--help",
            "*.? [a] {caption} ~",
        ];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task A_text_arrives_exactly_as_an_argument(string text)
    {
        using var dummy = new Dummy(way) { Job = Attempts.Job("j1", ("caption", text)) };

        Assert.Same(AttemptResult.Success, await dummy.Run("args", "{caption}", "<{caption}>"));

        var line = Assert.Single(dummy.Log)["out | ".Length..];
        Assert.Equal([text, $"<{text}>"], JsonSerializer.Deserialize<string[]>(line)!);
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task A_text_arrives_exactly_on_standard_input(string text)
    {
        using var dummy = new Dummy(way)
        {
            Job = Attempts.Job("j1", ("zebra", "1"), ("caption", text), ("Ant", "")),
        };

        Assert.Same(AttemptResult.Success, await dummy.Run("stdin"));

        var job = JsonDocument.Parse(Read(dummy)).RootElement;
        Assert.Equal(
            ["job_id", "zebra", "caption", "Ant"],
            job.EnumerateObject().Select(p => p.Name)
        );
        // The log shows an override of the direction instead of obeying it.
        Assert.Equal(text.Replace("\u202e", "<U+202E>"), job.GetProperty("caption").GetString());
    }

    [Fact]
    public async Task A_job_larger_than_any_pipe_arrives_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{i} "));
        using var dummy = new Dummy(way) { Job = Attempts.Job("j1", ("caption", text)) };

        Assert.Same(AttemptResult.Success, await dummy.Run("stdin"));

        Assert.Equal(
            text,
            JsonDocument.Parse(Read(dummy)).RootElement.GetProperty("caption").GetString()
        );
    }

    [Theory]
    [InlineData(10)]
    [InlineData(400_000)]
    public async Task A_program_need_not_read_its_job(int length)
    {
        using var dummy = new Dummy(way)
        {
            Job = Attempts.Job("j1", ("caption", new string('x', length))),
        };

        Assert.Same(AttemptResult.Success, await dummy.Run("exit:0"));
        Assert.Same(AttemptResult.Success, await dummy.Run("close-stdin", "out:done"));
    }

    [Fact]
    public async Task The_environment_says_which_attempt_it_is()
    {
        using var dummy = new Dummy(way)
        {
            Job = Attempts.Job("j;1", ("account", " ann "), ("device", "pixel-07")),
        };

        string[] names =
        [
            "JOB_ID",
            "ACCOUNT",
            "PASS",
            "ATTEMPT",
            "WORKER",
            "DEVICE",
            "ARTIFACTS",
            "ATTEMPT_TOKEN",
        ];
        await dummy.Run([.. names.Select(name => $"env:ORCHESTRATOR_{name}")]);

        string[] expected =
        [
            "j;1",
            "ann",
            "2",
            "4",
            "3",
            "pixel-07",
            dummy.Attempt!.ArtifactFolder,
            dummy.Attempt.Token,
        ];
        Assert.Equal(expected.Select(value => "out | " + value), dummy.Log);
    }

    [Fact]
    public async Task What_the_job_does_not_have_is_empty_in_the_environment()
    {
        using var dummy = new Dummy(way);

        await dummy.Run("env:ORCHESTRATOR_ACCOUNT", "env:ORCHESTRATOR_DEVICE", "env:NOT_SET");

        Assert.Equal(["out | ", "out | ", "out | (none)"], dummy.Log);
    }

    [Fact]
    public async Task What_this_process_has_in_its_environment_arrives_too()
    {
        using var dummy = new Dummy(way);
        var name = $"HANDOVER_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, "ä=b 🎉");

        await dummy.Run($"env:{name}");

        Environment.SetEnvironmentVariable(name, null);
        Assert.Equal(["out | ä=b 🎉"], dummy.Log);
    }

    [Fact]
    public async Task A_program_sees_the_end_of_its_input_though_others_were_started_meanwhile()
    {
        var large = Attempts.Job("j1", ("caption", new string('x', 400_000)));
        using var reader = new Dummy(way) { Job = large };
        using var other = new Dummy(way);
        var (go, ready, started) = (reader.Folder["go"], reader.Folder["1"], other.Folder["1"]);
        var reading = reader.Run($"pid:{ready}", $"await:{go}", "stdin");
        await Eventually.ProcessId(ready);
        var hanging = other.Run($"pid:{started}", "hang");
        await Eventually.ProcessId(started);

        // Had the other one got the pipe too, it would keep it open.
        File.WriteAllText(go, "");

        await Eventually.True(() => reading.IsCompleted, "the program reads its input to its end");
        Assert.Same(AttemptResult.Success, await reading);
        other.Stop();
        other.Kill();
        await hanging;
    }

    /// <summary>The log's text without its tags; a long line stands there in pieces.</summary>
    private static string Read(Dummy dummy) =>
        string.Concat(dummy.Log.Select(line => line["out | ".Length..]));
}

/// <inheritdoc/>
public sealed class ProgramHandoverByDotNetTests() : ProgramHandoverTests(StartedBy.DotNet);

/// <inheritdoc/>
public sealed class ProgramHandoverByPosixSpawnTests() : ProgramHandoverTests(StartedBy.PosixSpawn)
{
    [Fact]
    public async Task A_program_that_writes_to_a_reader_that_has_gone_ends_of_it()
    {
        using var dummy = new Dummy(StartedBy.PosixSpawn);

        // .NET ignores SIGPIPE. Its own way to start programs hands that on, and yes would
        // complain of a broken pipe.
        await dummy.RunProgram("/bin/sh", "-c", "yes | head -n 1");

        Assert.Equal(["out | y"], dummy.Log);
    }
}
