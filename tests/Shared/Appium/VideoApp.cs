using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Tests.Appium;

/// <summary>A video that was posted.</summary>
internal sealed record Post(string Account, string File, string Caption);

/// <summary>
/// An app on an emulated phone that takes a shared video, a caption and a tap on Post. It keeps
/// the record that a run is measured by: what was really posted, by whom and how often.
/// </summary>
internal sealed class VideoApp
{
    public const string Package = "com.example.video";

    private const string FeedActivity = ".FeedActivity";

    private readonly EmulatedPhone _phone;
    private readonly object _lock = new();
    private readonly List<Post> _posts = [];
    private int _callsSeen;
    private IReadOnlyList<PhoneView> _screen = [];

    public VideoApp(EmulatedPhone phone) => _phone = phone;

    /// <summary>Accounts that the app refuses.</summary>
    public HashSet<string> Suspended { get; } = [];

    /// <summary>Captions with which nothing happens when Post is tapped.</summary>
    public HashSet<string> Stuck { get; } = [];

    /// <summary>
    /// What there is to see on every phone, wherever it was posted; by default what was posted here.
    /// </summary>
    public Func<IReadOnlyList<Post>>? Feed { get; set; }

    /// <summary>Called when Post was tapped, before the phone answers.</summary>
    public Action<string>? Posting { get; set; }

    public IReadOnlyList<Post> Posts
    {
        get
        {
            lock (_lock)
            {
                return [.. _posts];
            }
        }
    }

    /// <summary>What is on the screen now, after the commands that the phone was given.</summary>
    public IReadOnlyList<PhoneView> Screen
    {
        get
        {
            lock (_lock)
            {
                var calls = _phone.ShellCalls;
                foreach (var call in calls.Skip(_callsSeen).SelectMany(call => call.Calls))
                {
                    Obey(call);
                }

                _callsSeen = calls.Count;
                return _screen;
            }
        }
    }

    private void Obey(IReadOnlyList<string> command)
    {
        if (command is ["am", "force-stop", Package])
        {
            _screen = [];
        }
        else if (command is ["am", "start", ..] && command.Any(word => word.EndsWith(FeedActivity)))
        {
            _screen = ShowFeed(After(command, "account"));
        }
        else if (command is ["am", "start", ..])
        {
            _screen = Compose(
                After(command, "account"),
                After(command, "android.intent.extra.STREAM")
            );
        }
    }

    private IReadOnlyList<PhoneView> ShowFeed(string account) =>
        [
            new PhoneView("title", "TextView") { Text = $"Feed of {account}" },
            .. (Feed?.Invoke() ?? Posts)
                .Where(post => post.Account == account)
                .Select(post => new PhoneView("", "TextView") { Text = $"Posted: {post.Caption}" }),
        ];

    private IReadOnlyList<PhoneView> Compose(string account, string file)
    {
        if (Suspended.Contains(account))
        {
            return
            [
                new PhoneView("", "TextView")
                {
                    Text = $"{account}, your account has been suspended",
                },
            ];
        }

        var caption = new PhoneView("caption", "EditText");
        var status = new PhoneView("status", "TextView");
        var post = new PhoneView("post_button", "Button")
        {
            Text = "Post",
            Tapped = () =>
            {
                if (!Stuck.Contains(caption.Text))
                {
                    status.Text = "Your video was posted";
                    lock (_lock)
                    {
                        _posts.Add(new Post(account, file, caption.Text));
                    }
                }

                // Last: whoever sees what comes of it sees the post too.
                Posting?.Invoke(caption.Text);
            },
        };
        return [caption, status, post];
    }

    private static string After(IReadOnlyList<string> command, string word)
    {
        var at = command.ToList().IndexOf(word);
        return at < 0 ? "" : command[at + 1];
    }
}
