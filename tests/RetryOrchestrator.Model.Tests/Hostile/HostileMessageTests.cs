using CsCheck;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Tests.Support;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Model.Tests.Hostile;

/// <summary>Messages of any kind are sorted in bounded time and kept in bounded space.</summary>
public class HostileMessageTests
{
    // Many times what it takes on a busy machine; what does not end takes longer.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private static readonly string[] Explosive =
    [
        @"(\w+\s?)*=",
        "(a+)+$",
        "(a|aa)+$",
        "(.*a){20}b",
        "((a*)*)*b",
        @"^(([a-z])+.)+[A-Z]([a-z])+$",
    ];

    // What the built-in rules look for, so that they begin to match again and again.
    private static readonly Gen<string> Words = Gen.OneOf(
        Gen.Int[0, 5].Select(n => new string(' ', n)),
        Gen.OneOf("\n", "\r\n", "\t", "_", ":", ".", "'", "\"", "\0", "\u001B[31m", "\uD800"),
        Gen.OneOf("account", "user", "your", "the", "has", "been", "is", "not", "temporarily"),
        Gen.OneOf("suspended", "log", "in", "out", "session", "expired", "adb", "device"),
        Gen.OneOf("timeout", "timed", "element", "could", "be", "located", "error", "file"),
        Gen.OneOf("connection", "refused", "appium", "server", "verify", "it's", "you", "@a.b")
    );

    private static readonly Gen<string> Messages = Gen.Select(
        Words.Array[1, 12],
        Gen.OneOf(" ", "", "_"),
        Gen.OneOf(1, 20, 500, 20_000),
        (words, between, times) =>
            string.Concat(Enumerable.Repeat(string.Join(between, words) + between, times))
    );

    [Fact]
    public void No_message_is_too_much_for_the_built_in_rules()
    {
        var reports = new List<string>();
        var classifier = new FailureClassifier([], reports.Add);
        Messages.Sample(
            message =>
            {
                var failure = classifier.Classify(new FailureEvidence { Message = message });
                Assert.InRange(failure.Message.Length, 0, 8_003);
                Assert.DoesNotContain(TerminalText.CleanLine(failure.Message), char.IsControl);
            },
            iter: ProofSettings.Pick(300, 30_000),
            seed: ProofSettings.SampleSeed,
            print: message => message.Length > 500 ? message[..500] : message
        );
        Assert.Empty(reports);
    }

    [Fact]
    public async Task Rules_that_would_never_end_do_not_hold_up_a_run()
    {
        var reports = new List<string>();
        using var run = new RunHarness
        {
            // Nothing works here, and that is no outage to be held out.
            Options = new OrchestratorOptions
            {
                Workers = 4,
                MaxPasses = 2,
                OutageHold = TimeSpan.Zero,
            },
            Classifier = new FailureClassifier(
                [
                    .. Explosive.Select(pattern => new FailureRule
                    {
                        Name = pattern,
                        Category = FailureCategory.Account,
                        Message = pattern,
                    }),
                ],
                report =>
                {
                    lock (reports)
                    {
                        reports.Add(report);
                    }
                }
            ),
        };
        var jobs = Enumerable.Range(1, 200).Select(number => $"v{number}").ToArray();
        var message = "aaa ADB timeout " + new string('a', 100_000) + "!";

        var end = await run.StartAsync(
                ListSource.Of(jobs),
                _ => new AttemptResult.Failed(new FailureEvidence { Message = message })
            )
            .WaitAsync(Deadline, TestContext.Current.CancellationToken);

        Assert.Equal(400, run.Attempts().Count);
        Assert.All(run.Attempts(), attempt => Assert.Equal("adb_timeout", attempt.FailureType));
        Assert.Equal(Explosive.Length, reports.Count(text => text.Contains("was passed over")));
        Assert.Equal(Explosive.Length, reports.Count(text => text.Contains("not asked again")));
        Assert.False(end.AllSucceeded);
    }

    [Fact]
    public void Any_message_is_stored_and_read_again() =>
        Messages.Sample(
            message =>
            {
                using var run = new RunHarness
                {
                    Options = new OrchestratorOptions { MaxPasses = 1 },
                    Classifier = FailureClassifier.BuiltIn,
                };
                run.StartAsync(
                        ListSource.Of("v1"),
                        _ => throw new InvalidOperationException(message)
                    )
                    .GetAwaiter()
                    .GetResult();
                Assert.InRange(Assert.Single(run.Jobs()).LastError!.Length, 0, 8_003);
                Assert.Single(run.Attempts());
            },
            iter: ProofSettings.Pick(100, 2_000),
            seed: ProofSettings.SampleSeed
        );
}
