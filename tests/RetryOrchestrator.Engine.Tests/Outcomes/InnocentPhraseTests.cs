using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

/// <summary>Phrases that look like those of a fault, and are to be left alone.</summary>
public class InnocentPhraseTests
{
    [Theory]
    [InlineData("Blogged out of spite")]
    [InlineData("catalog index")]
    [InlineData("the suspense is unbearable")]
    [InlineData("suspended animation in chapter 3")]
    [InlineData("adbanner widget missing")]
    [InlineData("banned words list loaded")]
    [InlineData("account not suspended")]
    [InlineData("Your account is not suspended")]
    [InlineData("could not tell whether the account is suspended")]
    [InlineData("account button disabled")]
    [InlineData("account dialog closed")]
    [InlineData("You disabled the account notifications")]
    [InlineData("accounts suspended: 0")]
    [InlineData("login screen loaded")]
    [InlineData("login requiredness unclear")]
    [InlineData("the event was not logged in the database")]
    [InlineData("no captcha shown")]
    [InlineData("captcha solved")]
    [InlineData("certificate verification required")]
    [InlineData("please verify your network settings")]
    [InlineData("a new phone number not found in contacts")]
    [InlineData("deviceoffline")]
    [InlineData("offline mode is off")]
    [InlineData("timeout set to 30 s")]
    [InlineData("invalid timeout value")]
    [InlineData("unknown option --timeout")]
    [InlineData("no timeout")]
    [InlineData("timeouts.json is malformed")]
    [InlineData("profile missing")]
    [InlineData("reconnection refusedly")]
    [InlineData("subversion mismatch")]
    [InlineData("page 3 of 7")]
    [InlineData("/bin/sh: ./post.py: bad interpreter: No such file or directory")]
    [InlineData("python: can't open file 'post.py': [Errno 2] No such file or directory")]
    [InlineData("file a.mp4 uploaded, not found guilty")]
    [InlineData("try again later")]
    [InlineData("connection reset counter is 0")]
    [InlineData("default timeout is 30 s")]
    [InlineData("session expired file rotated")]
    [InlineData("Your account is no longer suspended")]
    [InlineData("account was never banned")]
    [InlineData("account unsuspended")]
    [InlineData("transaction blocked")]
    [InlineData("interaction blocked")]
    [InlineData("headphone not found")]
    [InlineData("microphone not started")]
    [InlineData("smartphone offline")]
    [InlineData("bandwidth exceeded")]
    [InlineData("broken pipeline")]
    [InlineData("adbc driver missing")]
    [InlineData("the line was logged out to a file")]
    [InlineData("Something went wrong. Try again later")]
    [InlineData("")]
    [InlineData("   ")]
    public void Accidents_of_spelling_do_not_fool_the_rules(string message) =>
        Assert.Equal(FailureCategory.Unknown, Classify(message).Category);

    [Theory]
    [InlineData("FAILED (Status read failed (No such file or directory))")]
    [InlineData("tail: cannot open '/tmp/run/rtc_0' for reading: No such file or directory")]
    [InlineData(
        @"C:\sdk\adb.exe devices failed: The system cannot find the file specified. (os error 2)"
    )]
    [InlineData("The remote server returned an error: (403) Forbidden.")]
    [InlineData("token of the node registration is invalid")]
    [InlineData("Login failed: connection timed out")]
    [InlineData("could not log in: socket hang up")]
    [InlineData("Failed to log in: HTTP 503 Service Unavailable")]
    [InlineData("ssh login failed: Permission denied (publickey)")]
    [InlineData("Session is not authorized: adb device 192.168.1.5:5555")]
    [InlineData("BrowserStack: you have reached your daily limit of parallel sessions")]
    [InlineData(
        "npm ERR! code E401 Unable to authenticate, your authentication token seems to be invalid"
    )]
    [InlineData("The access token of the runner has expired")]
    [InlineData("token expired while registering the device with the hub")]
    [InlineData("Please log in to the Selenium Grid console")]
    [InlineData(
        "You have reached your pull rate limit. You may increase the limit by authenticating"
    )]
    [InlineData("Quota 'CPUS' exceeded. Limit: 24.0 in region us-east1, reason: quotaExceeded")]
    [InlineData("quotaExceeded: too many instances for this project")]
    [InlineData("QuotaExceededError: setItem on Storage exceeded the quota")]
    [InlineData("docker: toomanyrequests: rate limit exceeded, wait for the ratelimit")]
    [InlineData("OSError: [Errno 90] Message too long")]
    [InlineData("Received message is too long 1416588335")]
    [InlineData("udev: usb device_removed 1-1.2")]
    [InlineData("the device was logged out to a file")]
    [InlineData("log file size exceeds the limit")]
    [InlineData("kernel image format is invalid")]
    [InlineData("you must provide an image for the docker container")]
    [InlineData("duplicate content length header")]
    [InlineData("Could not find file ending in kernel")]
    [InlineData("video recording file not found on the device, screenrecord died")]
    [InlineData("fatal error while decoding image frame from minicap")]
    [InlineData("use a different image: emulator system image corrupted")]
    [InlineData("screencap: the screenshot is not a valid PNG file")]
    [InlineData("screencap error: cannot identify image file <_io.BytesIO object at 0x22>")]
    public void What_the_job_cannot_mend_is_neither_its_input_nor_its_account(string message) =>
        Assert.DoesNotContain(Classify(message).Category.ToWord(), new[] { "input", "account" });

    private static Failure Classify(string message) =>
        FailureClassifier.BuiltIn.Classify(new FailureEvidence { Message = message });
}
