using System.Globalization;

namespace RetryOrchestrator.Devices.Adb;

/// <summary>An intent, as <c>am start</c> takes it: what is to be opened, and with what.</summary>
public sealed record DeviceIntent
{
    /// <summary>The action, such as <c>android.intent.action.SEND</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The data, a URI.</summary>
    public string? Data { get; init; }

    /// <summary>The MIME type, such as <c>video/mp4</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The categories, such as <c>android.intent.category.LAUNCHER</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The activity, <c>package/.Activity</c>.</summary>
    public string? Component { get; init; }

    /// <summary>The package that is to answer it, where no activity is named.</summary>
    public string? Package { get; init; }

    /// <summary>Flags as <c>am</c> has them, such as 0x10000000 for a new task.</summary>
    public int? Flags { get; init; }

    /// <summary>Lets the activity read the URIs that go with the intent.</summary>
    public bool GrantReadUri { get; init; }

    /// <summary>Waits until the activity is started (<c>-W</c>). Default true.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>The extras, in order.</summary>
    public IReadOnlyList<IntentExtra> Extras { get; init; } = [];

    /// <summary>The words of the command, not quoted yet.</summary>
    public IReadOnlyList<string> ToCommand()
    {
        var words = new List<string> { "am", "start" };
        if (Wait)
        {
            words.Add("-W");
        }

        Add("-a", Action);
        Add("-d", Data);
        Add("-t", Type);
        foreach (var category in Categories)
        {
            Add("-c", category);
        }

        Add("-n", Component);
        Add(
            "-f",
            Flags is { } flags ? string.Create(CultureInfo.InvariantCulture, $"0x{flags:x}") : null
        );
        foreach (var extra in Extras)
        {
            words.AddRange([extra.Option, extra.Name, extra.Value]);
        }

        Add("-p", Package);
        if (GrantReadUri)
        {
            words.Add("--grant-read-uri-permission");
        }

        return words;

        void Add(string option, string? value)
        {
            if (value is not null)
            {
                words.AddRange([option, value]);
            }
        }
    }
}

/// <summary>A value that goes with an intent.</summary>
/// <param name="Option">The type as <c>am</c> spells it: <c>--es</c>, <c>--ei</c>, <c>--ez</c>, …</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value as text.</param>
public sealed record IntentExtra(string Option, string Name, string Value)
{
    /// <summary>A text.</summary>
    public static IntentExtra Text(string name, string value) => new("--es", name, value);

    /// <summary>A URI, such as that of a file that is shared.</summary>
    public static IntentExtra Uri(string name, string value) => new("--eu", name, value);

    /// <summary>A whole number of 32 bits.</summary>
    public static IntentExtra Integer(string name, int value) =>
        new("--ei", name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A whole number of 64 bits.</summary>
    public static IntentExtra Long(string name, long value) =>
        new("--el", name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Yes or no.</summary>
    public static IntentExtra Boolean(string name, bool value) =>
        new("--ez", name, value ? "true" : "false");

    /// <summary>A value of the type that fits: yes or no, a whole number, or else its text.</summary>
    public static IntentExtra Of(string name, object value) =>
        value switch
        {
            bool yes => Boolean(name, yes),
            int or long and >= int.MinValue and <= int.MaxValue => Integer(
                name,
                Convert.ToInt32(value, CultureInfo.InvariantCulture)
            ),
            long big => Long(name, big),
            _ => Text(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
        };
}
