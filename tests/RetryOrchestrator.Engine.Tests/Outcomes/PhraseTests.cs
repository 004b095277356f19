using CsvHelper;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

/// <summary>Phrases of apps, adb, Appium and runtimes, and what the built-in rules make of them.</summary>
public class PhraseTests
{
    public static TheoryData<string, string, string> Contract()
    {
        var rows = new TheoryData<string, string, string>();
        var path = Path.Combine(AppContext.BaseDirectory, "Outcomes", "failure-phrases.csv");
        using var reader = CsvReader.FromFile(path);
        while (reader.Read())
        {
            rows.Add(reader.GetString(0), reader.GetString(1), reader.GetString(2));
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Contract))]
    public void Every_phrase_of_the_contract_means_what_it_says(
        string category,
        string type,
        string message
    ) => AssertMeans(category, type, message);

    [Theory]
    [InlineData("suspended", "Account @jane.doe has been suspended")]
    [InlineData("suspended", "We've suspended your account")]
    [InlineData("suspended", "ERROR: account jane is temporarily suspended (code 7)")]
    [InlineData("suspended", "account_suspended")]
    [InlineData("suspended", "Account status: suspended")]
    [InlineData("suspended", "You have been suspended")]
    [InlineData("disabled", "We disabled your account")]
    [InlineData("disabled", "The account 'jane' was deactivated")]
    [InlineData("terminated", "Your account has been disabled for violating our terms")]
    [InlineData("terminated", "Your account was terminated")]
    [InlineData("banned", "You've been permanently banned")]
    [InlineData("banned", "account shadow-banned")]
    [InlineData("locked", "Your account has been temporarily locked")]
    [InlineData("verification", "Confirm it’s you to continue")]
    [InlineData("verification", "Please confirm your identity")]
    [InlineData("verification", "challenge_required")]
    [InlineData("verification", "Enter the 6-digit code we sent to your phone")]
    [InlineData("verification", "We noticed an unusual login attempt")]
    [InlineData("verification", "Identity verification required")]
    [InlineData("logged_out", "You’ve been logged out")]
    [InlineData("logged_out", "Please sign in")]
    [InlineData("logged_out", "Your session has expired")]
    [InlineData("logged_out", "You need to log in to see this page")]
    [InlineData("logged_out", "login_required")]
    [InlineData("wrong_password", "Sorry, your password was incorrect.")]
    [InlineData("action_blocked", "Your action was blocked")]
    [InlineData("action_blocked", "You're temporarily blocked from posting")]
    [InlineData("action_blocked", "Please wait a few minutes before you try again.")]
    [InlineData("action_blocked", "We limit how often you can do certain things")]
    [InlineData("captcha", "Please solve the reCAPTCHA")]
    [InlineData("captcha", "Confirm you're human")]
    [InlineData("banned", "User banned")]
    [InlineData("verification", "Please complete the verification")]
    [InlineData("verification", "Upload a selfie video")]
    [InlineData("verification", "Security checkpoint")]
    [InlineData("logged_out", "Session expired")]
    [InlineData("logged_out", "Not logged in")]
    [InlineData("logged_out", "Logged out.")]
    [InlineData("logged_out", "Log in again")]
    [InlineData("action_blocked", "Your account is temporarily blocked from posting")]
    public void Other_wordings_of_account_trouble_are_recognised(string type, string message) =>
        AssertMeans("account", type, message);

    [Theory]
    [InlineData("device_not_found", "error: no devices/emulators found")]
    [InlineData("device_not_found", "error: device 'X' not found")]
    [InlineData("device_not_found", "Could not find a connected Android device in 20000ms")]
    [InlineData(
        "device_not_found",
        "* daemon not running; starting now at tcp:5037\n* daemon started successfully\nerror: device '127.0.0.1:5555' not found"
    )]
    [InlineData("device_ambiguous", "error: more than one device/emulator")]
    [InlineData("device_offline", "adb: error: failed to get feature set: device offline")]
    [InlineData("device_offline", "device 'emulator-5554' is offline")]
    [InlineData("device_unauthorized", "error: device unauthorized.")]
    [InlineData("device_unauthorized", "failed to authenticate to 127.0.0.1:5555")]
    [InlineData("connection_dropped", "failed to connect to '10.0.0.7:5555': Connection refused")]
    [InlineData("connection_dropped", "failed to connect to 10.0.0.7:5555")]
    [InlineData(
        "connection_dropped",
        "failed to resolve host: 'phone-7': Name or service not known"
    )]
    [InlineData(
        "connection_dropped",
        "adb: error: failed to copy 'a.mp4' to '/sdcard/a.mp4': couldn't read from device"
    )]
    [InlineData("adb_error", "adb: failed to install x.apk: ")]
    [InlineData("ui_stuck", "selenium.common.exceptions.InvalidElementStateException: Message: x")]
    [InlineData("ui_stuck", "UnexpectedAlertPresentException: Alert Text: x")]
    [InlineData("adb_server", "adb server version (32) doesn't match this client (41); killing...")]
    [InlineData("adb_server", "ADB server didn't ACK")]
    [InlineData(
        "adb_server",
        "adb: failed to check server version: protocol fault (status 48 54 54 50?!)"
    )]
    [InlineData("adb_server", "* daemon not running; starting now at tcp:5037")]
    [InlineData("adb_timeout", "adb shell input tap did not respond")]
    [InlineData("adb_timeout", "Timed out in adb push")]
    [InlineData(
        "connection_dropped",
        "An unknown exception was encountered sending an HTTP request to the remote WebDriver server for URL http://127.0.0.1:4723/session. The exception message was: Connection refused"
    )]
    [InlineData(
        "timeout",
        "The HTTP request to the remote WebDriver server for URL http://127.0.0.1:4723/ timed out after 60 seconds."
    )]
    [InlineData("appium_crash", "A new session could not be created. Details: x")]
    [InlineData("appium_crash", "Could not start a new session. No nodes support the capabilities")]
    [InlineData("appium_crash", "New session request timed out")]
    [InlineData("appium_crash", "Could not find a driver for automationName 'X'")]
    [InlineData(
        "appium_crash",
        "'POST /element' cannot be proxied to UiAutomator2 server because the instrumentation process is not running (probably crashed)"
    )]
    [InlineData(
        "appium_crash",
        "The newSession command returned an unexpected error. <html>Please log in</html>"
    )]
    [InlineData("appium_crash", "Appium crash")]
    [InlineData("appium_crash", "Appium server on port 4723 died")]
    [InlineData(
        "connection_dropped",
        "requests.exceptions.ConnectionError: ('Connection aborted.', x)"
    )]
    [InlineData("connection_dropped", "ConnectionResetError: [Errno 104] reset")]
    [InlineData("connection_dropped", "read ECONNRESET")]
    [InlineData("connection_dropped", "net::ERR_CONNECTION_RESET")]
    [InlineData("connection_dropped", "connect to /run/x.sock failed: No such file or directory")]
    [InlineData("connection_dropped", "Lost connection to the proxy")]
    [InlineData("timeout", "TimeoutError: Timeout 30000ms exceeded.")]
    [InlineData("timeout", "subprocess.TimeoutExpired: Command 'x'")]
    [InlineData("timeout", "context deadline exceeded")]
    [InlineData("timeout", "Timed out waiting for 'Account suspended'")]
    [InlineData("timeout", "Timeout waiting for the text 'Please log in'")]
    [InlineData("ui_stuck", "App has stopped")]
    [InlineData("phone_error", "Could not boot emulator pixel-07")]
    [InlineData("phone_error", "phone pixel-07 is not ready")]
    [InlineData("disk_full", "write failed: No space left on device")]
    [InlineData("adb_timeout", "adb disconnected")]
    [InlineData("appium_crash", "SessionNotCreatedException: x")]
    [InlineData("appium_crash", "webdriver session expired")]
    [InlineData("appium_crash", "selenium.common.exceptions.WebDriverException: Message: x")]
    [InlineData("ui_stuck", "Share button did not appear")]
    [InlineData("ui_stuck", "androidx.test.uiautomator.UiObjectNotFoundException: UiSelector[x]")]
    [InlineData("ui_stuck", "Element id=share_button is not clickable")]
    [InlineData("timeout", "Element id=share_button not found within 30 seconds")]
    [InlineData("timeout", "Timed out looking for the Share button: no such element")]
    [InlineData("device_refused", "INSTALL_FAILED_UPDATE_INCOMPATIBLE: signatures do not match")]
    [InlineData("device_refused", "[INSTALL_FAILED_SHARED_USER_INCOMPATIBLE]")]
    [InlineData("device_refused", "Failure [INSTALL_FAILED_VERSION_DOWNGRADE]")]
    [InlineData("device_refused", "Failure [INSTALL_FAILED_CONFLICTING_PROVIDER]")]
    [InlineData("http_error", "The video is still processing")]
    [InlineData("http_error", "Media has not been processed")]
    [InlineData("ui_stuck", "App stuck on splash screen")]
    [InlineData("ui_stuck", "The app isn't responding")]
    [InlineData("phone_error", "Phone failed to start")]
    [InlineData("phone_error", "Cloud phone error")]
    [InlineData("connection_dropped", "Max retries exceeded with url: /session")]
    [InlineData("connection_dropped", "Proxy connection failed")]
    [InlineData("timeout", "exceeded time limit")]
    public void Other_wordings_of_infrastructure_trouble_are_recognised(
        string type,
        string message
    ) => AssertMeans("infrastructure", type, message);

    [Theory]
    [InlineData("file_missing", "adb: error: cannot stat 'f': No such file or directory")]
    [InlineData("file_missing", "Could not find file '/videos/a.mp4'.")]
    [InlineData("file_missing", "File not found: /tmp/night/posts/a.txt")]
    [InlineData("file_missing", "File not found: /srv/posts/a.mp4")]
    [InlineData("file_missing", "FileNotFoundError: [Errno 2] x")]
    [InlineData("file_missing", "The system cannot find the file specified.")]
    [InlineData("file_missing", "ENOENT: no such file or directory, open 'a.mp4'")]
    [InlineData("file_missing", "video clips/a.mp4 does not exist")]
    [InlineData("file_missing", "Cannot find path '/x' because it does not exist.")]
    [InlineData("file_invalid", "Unsupported video format")]
    [InlineData("file_invalid", "Video file is corrupt")]
    public void Other_wordings_of_faulty_input_are_recognised(string type, string message) =>
        AssertMeans("input", type, message);

    [Theory]
    [InlineData("no such element: Unable to locate element")]
    [InlineData("Element id=share_button not found")]
    [InlineData("Could not find the Share button")]
    [InlineData("NoSuchElementException: Message: x")]
    [InlineData("NoSuchElementError@chrome://remote/Errors.sys.mjs:511:5")]
    [InlineData("NoMatchingViewException: No views in hierarchy found matching: with text: x")]
    [InlineData("An element could not be located on the page using the given parameters")]
    public void What_is_not_on_the_screen_blames_nobody(string message) =>
        AssertMeans("unknown", "element_not_found", message);

    [Theory]
    [InlineData("action_blocked", "Error 403: ..., quotaExceeded")]
    [InlineData("action_blocked", """exceeded your <a href="/getting-started#quota">quota</a>.""")]
    [InlineData("action_blocked", "'reason': 'userRateLimitExceeded'")]
    [InlineData("action_blocked", "RATELIMIT: \"try again in 3 minutes\" on field 'ratelimit'")]
    [InlineData("action_blocked", "QUOTA_FILLED: come back in an hour")]
    [InlineData("action_blocked", "You've posted too many photos. Come back tomorrow.")]
    [InlineData("action_blocked", "Flood control exceeded. Retry in 4 seconds")]
    [InlineData("action_blocked", "(#17) User request limit reached")]
    [InlineData("action_blocked", "spam_risk_too_many_posts")]
    [InlineData("logged_out", "<conflict type='device_removed'/>")]
    [InlineData("logged_out", "Your phone was logged out from the server")]
    [InlineData("logged_out", "BAD_CREDENTIALS (wa-main-device-gone)")]
    [InlineData("logged_out", "access_token_invalid")]
    public void The_words_of_posting_interfaces_for_the_account_are_known(
        string type,
        string message
    ) => AssertMeans("account", type, message);

    [Theory]
    [InlineData("duplicate", "Twitter API returned a 403 (Forbidden), Status is a duplicate.")]
    [InlineData("duplicate", "Content is a duplicate of urn:li:share:1")]
    [InlineData("duplicate", "You have already retweeted this Tweet.")]
    [InlineData("duplicate", "that link has already been submitted")]
    [InlineData("file_invalid", "Bad Request: message is too long")]
    [InlineData("file_invalid", "MEDIA_CAPTION_TOO_LONG")]
    [InlineData("file_invalid", "File size exceeds the maximum of 8 MB")]
    [InlineData("file_invalid", "Validation failed: File content type is invalid")]
    [InlineData("file_invalid", "[400] Bad Request: wrong file identifier/HTTP URL specified")]
    [InlineData("file_invalid", "PHOTO_INVALID_DIMENSIONS")]
    [InlineData("file_invalid", "SCHEDULED_TIME_ALREADY_PASSED")]
    [InlineData("file_invalid", "duration_check_failed")]
    public void The_words_of_posting_interfaces_for_what_is_posted_are_known(
        string type,
        string message
    ) => AssertMeans("input", type, message);

    [Fact]
    public void A_file_that_the_device_lacks_is_no_fault_of_the_device_s() =>
        AssertMeans(
            "unknown",
            "remote_file_missing",
            "adb: error: remote object '/x' does not exist"
        );

    [Theory]
    [MemberData(nameof(Contract))]
    public void Case_and_a_typical_wrapping_change_nothing(
        string category,
        string type,
        string message
    )
    {
        AssertMeans(category, type, message.ToUpperInvariant());
        AssertMeans(category, type, $"RuntimeError: {message}\n");
        AssertMeans(category, type, $"[2026-01-31 10:00:00] worker 2 - {message}");
    }

    [Theory]
    [InlineData("cp: cannot stat '/data/videos/clip.mp4': No such file or directory")]
    [InlineData("FileNotFoundError: [Errno 2] No such file or directory: 'clips/a.mp4'")]
    public void A_file_that_a_job_brings_is_its_input(string message) =>
        Assert.Equal("input", Classify(message).Category.ToWord());

    [Fact]
    public void Every_built_in_rule_has_a_name_of_its_own()
    {
        var names = FailureClassifier.BuiltInMessageRules.Select(rule => rule.Name).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    private static Failure Classify(string message) =>
        FailureClassifier.BuiltIn.Classify(new FailureEvidence { Message = message });

    private static void AssertMeans(string category, string type, string message)
    {
        var failure = Classify(message);
        Assert.Equal(
            $"{category}/{type}: {message}",
            $"{failure.Category.ToWord()}/{failure.Type}: {message}"
        );
    }
}
