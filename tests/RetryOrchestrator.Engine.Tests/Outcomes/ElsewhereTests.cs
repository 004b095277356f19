using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

/// <summary>
/// The words of accounts and of a job's files are said of much else: of what registries, farms and
/// networks keep, of what machines record, and by tests of what they expected. What is beside the
/// words tells, on the same line.
/// </summary>
public class ElsewhereTests
{
    [Theory]
    [InlineData("docker login failed: incorrect username or password")]
    [InlineData("remote: Invalid username or password for 'https://github.com/farm/posts.git/'")]
    [InlineData("Error: You must be logged in to the server (Unauthorized)")]
    [InlineData("sudo: 3 incorrect password attempts")]
    [InlineData("Wi-Fi: incorrect password for network Farm-5G")]
    [InlineData("Invalid username or access key for the device farm")]
    [InlineData("STF access token invalid: Authentication failed")]
    [InlineData("botocore.exceptions.ClientError: (ExpiredToken) The provided token has expired.")]
    [InlineData("service account locked: farm runner cannot start")]
    [InlineData("Two-factor authentication is required to push to this registry")]
    [InlineData("Permission denied: action blocked by SELinux policy")]
    [InlineData("post-install action blocked by Play Protect")]
    [InlineData("Action blocked: USB debugging (Security settings) is off")]
    public void What_machines_keep_is_no_fault_of_the_account(string message) =>
        AssertIsNot("account", message);

    [Theory]
    [InlineData("AssertionError: expected 'Account suspended' banner to be hidden")]
    [InlineData("waiting for text 'Your account has been suspended' to be gone")]
    public void What_a_test_expected_is_no_fault_of_the_account(string message) =>
        AssertIsNot("account", message);

    [Theory]
    [InlineData("Could not load file or assembly 'X'. The system cannot find the file specified.")]
    [InlineData("TargetNotFoundError: 'Picture Template(post.png) not found in screen'")]
    [InlineData("airtest: template image 'button.png' not found on the screen")]
    [InlineData("no such file or directory: 'config/devices.json'")]
    [InlineData(@"Could not find file 'C:\Program Files\Appium\main.js'")]
    [InlineData("Screenshot image is empty or black")]
    [InlineData("logcat file is too large, rotating failed")]
    [InlineData("The video recording of the session could not be saved: file not found")]
    [InlineData("Response payload too large for the websocket buffer")]
    [InlineData("uploading app.apk: file is too large for the farm (max 500 MB)")]
    [InlineData("file type not supported by the file system")]
    [InlineData("unsupported video codec for scrcpy: h265")]
    public void What_machines_read_and_record_is_no_fault_of_the_job(string message) =>
        AssertIsNot("input", message);

    [Theory]
    [InlineData("account", "docker: pulled\nYour account has been suspended\nnpm notice")]
    [InlineData("account", "sudo: wrong password\nThe password you entered is incorrect.")]
    [InlineData("account", "expected 'Home' but the screen says: Your account has been suspended")]
    [InlineData("input", "registry is up\nvideo file not found: clips/a.mp4")]
    public void Another_line_says_nothing_of_it(string category, string message) =>
        Assert.Equal(category, Classify(message));

    private static void AssertIsNot(string category, string message) =>
        Assert.NotEqual($"{category}: {message}", $"{Classify(message)}: {message}");

    private static string Classify(string message) =>
        FailureClassifier
            .BuiltIn.Classify(new FailureEvidence { Message = message })
            .Category.ToWord();
}
