using System.Collections.Concurrent;
using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Devices.Tests.Pool;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>
/// One phone, and several people's runs that want it at once. The witness is the phone: what it was
/// told to do, in its order.
/// </summary>
public sealed class SharedPhoneTests
{
    private const uint Ann = 64998;
    private const uint Ben = 64999;
    private const int JobsEach = 6;

    // Talks to the phone without a pause, so that another job on it is sure to be heard between.
    private const string Script = """
        $null = $Attempt.Device.Shell('job-begins', $Job.job_id)
        foreach ($step in 1..5) { $null = $Attempt.Device.Shell('job-works', $Job.job_id) }
        $null = $Attempt.Device.Shell('job-ends', $Job.job_id)
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_runs_of_different_people_are_never_on_the_phone_at_once(bool twoUsers)
    {
        await using var phones = await VideoPhones.StartAsync(1);
        using var ann = Person(phones, "ann", twoUsers ? Ann : null);
        using var ben = Person(phones, "ben", twoUsers ? Ben : null);
        var heard = new ConcurrentQueue<(string Verb, string Job)>();
        var bothWantIt = new TaskCompletionSource();
        phones.Phones[0].Scripts.Push(command => Hear(command, heard, bothWantIt.Task));
        foreach (var verb in new[] { "job-begins", "job-works", "job-ends" })
        {
            phones.Phones[0].Files.AddProgram(verb, PhoneFiles.Note);
        }

        foreach (var person in new[] { ann, ben })
        {
            person.WriteJobs(JobsEach);
            person.Start("-ScriptPath", person.Write("job.ps1", Script), "-RetryDelaySeconds", "0");
        }

        // Whoever has it keeps it until the other is there too.
        await Eventually.TrueAsync(
            () => ann.HasClaimed() && ben.HasClaimed(),
            "both runs have a job"
        );
        bothWantIt.SetResult();
        await ann.DoesAllAsync();
        await ben.DoesAllAsync();

        Assert.Equal(
            Expected("ann").Concat(Expected("ben")).Order(),
            heard.Where(one => one.Verb == "job-begins").Select(one => one.Job).Order()
        );
        foreach (var job in heard.Chunk(7))
        {
            Assert.Single(job.Select(one => one.Job).Distinct());
            Assert.Equal(("job-begins", "job-ends"), (job[0].Verb, job[^1].Verb));
        }
    }

    [Fact]
    public async Task What_two_users_count_as_posted_was_posted()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        using var ann = Person(phones, "ann", Ann);
        using var ben = Person(phones, "ben", Ben);
        foreach (var person in new[] { ann, ben })
        {
            person.WriteJobs(4);
            var flow = person.Write("share.flow.yaml", VideoPhones.FlowText);
            person.Start(
                "-FlowPath",
                flow,
                "-AppiumHome",
                await person.AppiumAsync(),
                "-RetryDelaySeconds",
                "0",
                "-Verbose"
            );
        }

        await ann.DoesAllAsync();
        await ben.DoesAllAsync();

        Assert.Equal(
            ["ann1", "ann2", "ann3", "ann4", "ben1", "ben2", "ben3", "ben4"],
            phones.Posts.Select(post => post.Caption).Order()
        );
        Assert.DoesNotContain("tcp:6790", await phones.Adb.RunAsync("forward", "--list"));
    }

    [Fact]
    public async Task A_phone_is_free_again_the_moment_the_run_that_had_it_dies()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        using var ann = Person(phones, "ann", null);
        var working = new TaskCompletionSource();
        var phone = phones.Phones[0];
        phone.Scripts.Push(command =>
        {
            if (!command.Contains("job-begins"))
            {
                return null;
            }

            working.TrySetResult();
            return new ShellReply { Hang = true };
        });
        ann.WriteJobs(1);
        ann.Start("-ScriptPath", ann.Write("job.ps1", Script));
        await working.Task.WaitAsync(Stop);
        await using var pool = await phones.OpenPoolAsync();
        var waiting = pool.LeaseAsync(new LeaseRequest("mine", 1, 1), Stop);
        await PoolSteps.AssertWaitsAsync(phones.Fixture, waiting);

        ann.Kill();

        Assert.Equal(phone.Serial, (await waiting).Lease?.Serial);
    }

    private static SharingUser Person(VideoPhones phones, string name, uint? id) =>
        id is { } user
            ? SharingUser.WithId(phones, name, user)
            : SharingUser.WithHome(phones, name);

    private static IEnumerable<string> Expected(string name) =>
        Enumerable.Range(1, JobsEach).Select(number => $"{name}{number}");

    private static ShellReply? Hear(
        string command,
        ConcurrentQueue<(string, string)> heard,
        Task goOn
    )
    {
        var words = command.Split([' ', '\'', ';'], StringSplitOptions.RemoveEmptyEntries);
        var verb = Array.FindIndex(words, word => word.StartsWith("job-"));
        if (verb < 0)
        {
            return null;
        }

        heard.Enqueue((words[verb], words[verb + 1]));
        goOn.Wait(Stop);
        return null;
    }
}
