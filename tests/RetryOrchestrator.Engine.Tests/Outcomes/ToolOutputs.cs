namespace RetryOrchestrator.Engine.Tests.Outcomes;

/// <summary>What programs write when they fail.</summary>
internal static class ToolOutputs
{
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
}
