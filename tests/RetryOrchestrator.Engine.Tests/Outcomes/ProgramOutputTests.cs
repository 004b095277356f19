using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

/// <summary>Where in a program's output the reason of its failure is found, and what is none.</summary>
public class ProgramOutputTests
{
    private const string Reason = "Captcha required";

    /// <summary>How runtimes and tools report a failure: the reason, and what stands around it.</summary>
    public static TheoryData<string, string> Wrappings() =>
        new()
        {
            { "the last line", "working\nCaptcha required" },
            {
                "Python",
                """
                    Traceback (most recent call last):
                      File "/jobs/post.py", line 12, in <module>
                        raise RuntimeError("device offline")
                      File "/jobs/app.py", line 3, in post
                        share(page, 'please log in')
                        ~~~~~^^^^^^^^^^^^^^^^^^^^^^^
                    RuntimeError: Captcha required
                    """
            },
            {
                "Python, the wrapper last",
                """
                    Captcha required
                    Traceback (most recent call last):
                      File "/jobs/post.py", line 12, in <module>
                        subprocess.run(["post"], check=True)
                    subprocess.CalledProcessError: Command '['post', 'account suspended']' returned non-zero exit status 1.
                    """
            },
            {
                "Selenium in Python",
                """
                    selenium.common.exceptions.JavascriptException: Message: Captcha required
                      (Session info: chrome=119.0.6045.66)
                    Stacktrace:
                    #0 0x55a1b2c3d4e5 <unknown>
                    #1 0x55a1b2c3d4f6 <unknown>
                    """
            },
            {
                "Node",
                """
                    /jobs/post.js:3
                        throw new Error('account suspended: ' + text);
                        ^

                    Error: Captcha required
                        at post (/jobs/post.js:3:11)
                        at Object.<anonymous> (/jobs/post.js:7:1)
                        at node:internal/main/run_main_module:28:49 {
                      errno: -2,
                      code: 'ENOENT',
                      syscall: 'spawn x',
                      path: 'x'
                    }

                    Node.js v20.20.0
                    """
            },
            {
                "npm",
                """
                    Captcha required
                    npm ERR! code ELIFECYCLE
                    npm ERR! errno 1
                    npm ERR! post@1.0.0 start: `node post.js`
                    npm ERR! Exit status 1
                    npm ERR! A complete log of this run can be found in: /home/u/.npm/_logs/x.log
                    """
            },
            {
                "npm 10",
                """
                    Captcha required
                    npm error Lifecycle script `start` failed with error:
                    npm error code 1
                    npm error path /jobs
                    npm error workspace post@1.0.0
                    npm error command failed
                    npm error command sh -c node post.js
                    """
            },
            { "npm itself", "npm error Captcha required\nnpm error code E1" },
            {
                "yarn",
                "Captcha required\nerror Command failed with exit code 1.\ninfo Visit https://yarnpkg.com/en/docs/cli/run for documentation about this command."
            },
            { "pnpm", "Captcha required\n ELIFECYCLE  Command failed with exit code 1." },
            {
                "make",
                "Captcha required\nmake[1]: *** [Makefile:2: post] Error 1\nmake[1]: Leaving directory '/jobs'\nmake: *** [all] Error 2"
            },
            {
                "Java",
                """
                    Exception in thread "main" java.lang.IllegalStateException: post failed
                    	at Post.run(Post.java:12)
                    	at Post.main(Post.java:5)
                    Caused by: java.lang.RuntimeException: Captcha required
                    	at Post.share(Post.java:40)
                    	... 2 more
                    """
            },
            {
                ".NET",
                """
                    Unhandled exception. System.InvalidOperationException: Captcha required
                       at Post.Share(String text) in /jobs/Post.cs:line 12
                       --- End of inner exception stack trace ---
                       at Post.Main()
                    """
            },
            {
                "PowerShell",
                """
                    Exception: /jobs/post.ps1:12
                    Line |
                      12 |  throw "account suspended: $text"
                         |  ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                         | Captcha
                         | required
                    """
            },
            {
                "Windows PowerShell",
                """
                    Captcha
                    required
                    At C:\jobs\post.ps1:12 char:1
                    + throw 'account suspended'
                    + ~~~~~~~~~~~~~~~~~~~~~~~~~
                        + CategoryInfo          : OperationStopped: (account suspended:String) [], RuntimeException
                        + FullyQualifiedErrorId : account suspended
                    """
            },
            {
                "Perl",
                "Captcha required at post.pl line 3.\n\tmain::share('please log in') called at post.pl line 9"
            },
            {
                "Ruby",
                "post.rb:3:in `share': Captcha required (RuntimeError)\n\tfrom post.rb:9:in `<main>'"
            },
            {
                "Go",
                """
                    panic: Captcha required

                    goroutine 1 [running]:
                    	/jobs/post.go:4 +0x25
                    exit status 2
                    """
            },
            {
                "Rust",
                "thread 'main' panicked at src/main.rs:2:5:\nCaptcha required\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace"
            },
            { "bash -x", "Captcha required\n+ rm -f 'account suspended.txt'\n+ exit 1" },
            {
                "what is tidied up after it",
                "Captcha required\ncleaning up\nclosing the session\ndone"
            },
            { "a rule under it", "Captcha required\n--------------------" },
            {
                "advice after it",
                "Captcha required\nnote: set ADB_TRACE=1 for more\nFor more information see https://example.org/login-required"
            },
            {
                "a log with levels",
                "2026-01-31 10:00:00,123 - ERROR - Captcha required\n2026-01-31 10:00:01,000 - INFO - device offline: released"
            },
            { "a wrapper script", "Captcha required\npost.py exited with code 1" },
        };

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void The_reason_is_found_in_what_stands_around_it(string tool, string output)
    {
        var failure = Classify(Lines(output), []);

        Assert.Equal(
            (tool, "account/captcha"),
            (tool, $"{failure.Category.ToWord()}/{failure.Type}")
        );
        Assert.Contains(Reason, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void A_reason_that_no_rule_knows_is_the_message_all_the_same(string tool, string output)
    {
        var failure = Classify(Lines(output.Replace("Captcha", "Blue moon")), []);

        Assert.Equal((tool, FailureCategory.Unknown), (tool, failure.Category));
        Assert.Contains("Blue moon required", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_reasons_the_later_one_counts()
    {
        var failure = Classify(["error: device offline", "Captcha required", "giving up"], []);

        Assert.Equal(("captcha", "Captcha required"), (failure.Type, failure.Message));
    }

    [Theory]
    [InlineData("warning: device offline", "Captcha required")]
    [InlineData("Captcha required", "[WARN] device offline")]
    [InlineData("Captcha required", "(node:12) DeprecationWarning: timeout exceeded")]
    [InlineData("Captcha required", "INFO: connection closed")]
    public void A_warning_counts_only_where_nothing_else_does(string first, string second) =>
        Assert.Equal("captcha", Classify([first, second], []).Type);

    [Fact]
    public void A_warning_is_better_than_nothing()
    {
        var failure = Classify(["WARNING: device offline", "that was all"], []);

        Assert.Equal(
            ("device_offline", "WARNING: device offline"),
            (failure.Type, failure.Message)
        );
    }

    [Fact]
    public void News_count_only_where_nothing_else_was_said()
    {
        Assert.Equal("captcha", Classify(["INFO:root:Captcha required"], []).Type);
        Assert.Equal("", Classify(["INFO:root:Captcha required", "KeyError: 'x'"], []).Type);
    }

    [Fact]
    public void Standard_output_counts_where_standard_error_says_nothing_of_its_own()
    {
        Assert.Equal("captcha", Classify([], [Reason]).Type);
        Assert.Equal("captcha", Classify(["warning: a newer version is there"], [Reason]).Type);
        Assert.Equal("captcha", Classify(["make: *** [all] Error 1"], [Reason]).Type);

        var other = Classify(["KeyError: 'x'"], ["Please log in to see more"]);
        Assert.Equal((FailureCategory.Unknown, "KeyError: 'x'"), (other.Category, other.Message));
    }

    [Fact]
    public void Without_output_the_message_says_how_it_ended()
    {
        var failure = FailureClassifier.BuiltIn.Classify(
            new FailureEvidence
            {
                Message = SignalName.Describe(141, 13),
                Output = ProgramOutput.None,
                ExitCode = 141,
                Signal = 13,
            }
        );

        Assert.Equal(
            ("ended by signal 13 (SIGPIPE)", 141, 13),
            (failure.Message, failure.ExitCode, failure.Signal)
        );
    }

    [Fact]
    public void What_is_the_matter_with_the_log_stands_behind_the_message()
    {
        var failure = FailureClassifier.BuiltIn.Classify(
            new FailureEvidence
            {
                Message = "exit code 1",
                Output = new ProgramOutput([Reason], []),
                Remark = "no log: disk full",
            }
        );

        Assert.Equal(
            ("captcha", "Captcha required (no log: disk full)"),
            (failure.Type, failure.Message)
        );
    }

    [Fact]
    public void A_users_rule_may_be_about_any_line()
    {
        var classifier = new FailureClassifier([
            new()
            {
                Name = "own",
                Category = FailureCategory.Input,
                Message = @"\*\*\* \[video\]",
            },
        ]);

        var failure = classifier.Classify(
            new FailureEvidence
            {
                Message = "",
                Output = new ProgramOutput(["Captcha required", "make: *** [video] Error 1"], []),
            }
        );

        Assert.Equal(
            (FailureCategory.Input, "make: *** [video] Error 1"),
            (failure.Category, failure.Message)
        );
    }

    [Fact]
    public void Escape_sequences_are_no_part_of_a_message_whoever_sent_it()
    {
        var failure = FailureClassifier.BuiltIn.Classify(
            new FailureEvidence { Message = "\u001b[31;1mCaptcha \u001b[0mrequired\u001b[0m" }
        );

        Assert.Equal(("captcha", Reason), (failure.Type, failure.Message));
    }

    [Fact]
    public void Lines_of_any_length_and_kind_are_read_in_bounded_time()
    {
        string[] lines =
        [
            new string(' ', 100_000) + "x",
            string.Concat(Enumerable.Repeat("a ", 50_000)),
            new string('|', 100_000),
            "   | " + new string('~', 100_000),
            string.Concat(Enumerable.Repeat("2026-", 20_000)),
            string.Concat(Enumerable.Repeat("    at ", 20_000)),
            "^",
            ".",
        ];

        Assert.Equal(FailureCategory.Unknown, Classify(lines, lines).Category);
    }

    [Theory]
    [InlineData("    at post (/jobs/post.js:3:11)", "exit code 1: at post (/jobs/post.js:3:11)")]
    [InlineData("#0 0x55a1b2c3d4e5 <unknown>", "exit code 1: #0 0x55a1b2c3d4e5 <unknown>")]
    public void Where_there_is_nothing_but_a_trace_the_message_says_how_the_program_ended(
        string output,
        string message
    )
    {
        Assert.Equal(message, Classify(Lines(output), []).Message);
        Assert.Equal(message, Classify([], Lines(output)).Message);
    }

    private static string[] Lines(string text) =>
        text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).ToArray();

    private static Failure Classify(IReadOnlyList<string> error, IReadOnlyList<string> output) =>
        FailureClassifier.BuiltIn.Classify(
            new FailureEvidence
            {
                Message = "exit code 1",
                Output = new ProgramOutput(error, output),
                ExitCode = 1,
            }
        );
}
