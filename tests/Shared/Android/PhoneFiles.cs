using System.Globalization;

namespace RetryOrchestrator.Tests.Android;

/// <summary>
/// The storage of an emulated phone, in a folder of its own, and its programs: shell scripts that
/// note the arguments they were given, byte for byte.
/// </summary>
internal sealed class PhoneFiles : IDisposable
{
    private static readonly string[] Recorded =
    [
        "am",
        "input",
        "pm",
        "cmd",
        "svc",
        "settings",
        "wm",
        "dumpsys",
        "content",
        "monkey",
        "caption",
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("phone-").FullName;
    private int _calls;

    public PhoneFiles()
    {
        Directory.CreateDirectory(Programs);
        Directory.CreateDirectory(Of("/sdcard"));
        foreach (var name in Recorded)
        {
            AddProgram(name, Note);
        }

        AddProgram(
            "getprop",
            Note
                + "case \"$1\" in sys.boot_completed) echo 1;; ro.build.version.sdk) echo 33;; esac\n"
        );
        AddProgram("screencap", Note + $"cat '{ScreenFile}'\n");
        AddProgram("logcat", Note + $"exec tail -n +1 -f '{LogFile}'\n");
        File.WriteAllBytes(ScreenFile, SmallestPng);
        File.WriteAllText(LogFile, "01-01 00:00:00.000  1  1 I Phone: booted\n");
    }

    /// <summary>Where the phone's programs are.</summary>
    public string Programs => Path.Combine(_root, "bin");

    /// <summary>What logcat prints; append to it and logcat goes on.</summary>
    public string LogFile => Path.Combine(_root, "logcat");

    /// <summary>What screencap prints.</summary>
    public string ScreenFile => Path.Combine(_root, "screen.png");

    /// <summary>A picture of one pixel.</summary>
    public static byte[] SmallestPng { get; } =
        Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        );

    /// <summary>How a program notes what it was given: how many arguments, its name, the arguments, each ended by a zero byte.</summary>
    public const string Note =
        "#!/bin/sh\nprintf '%s\\0' \"$#\" \"${0##*/}\" \"$@\" >> \"$PHONE_NOTES\"\n";

    /// <summary>The file of this machine that a path on the phone stands for.</summary>
    public string Of(string path) => Path.Combine(_root, "storage", path.TrimStart('/'));

    /// <summary>Adds a program to the phone, a shell script.</summary>
    public void AddProgram(string name, string script)
    {
        var file = Path.Combine(Programs, name);
        File.WriteAllText(file, script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                file,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
    }

    /// <summary>A new file for the notes of one command.</summary>
    public string NewNotes() => Path.Combine(_root, $"notes-{Interlocked.Increment(ref _calls)}");

    /// <summary>What the programs of one command noted.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> ReadNotes(string file)
    {
        var calls = new List<IReadOnlyList<string>>();
        if (!File.Exists(file))
        {
            return calls;
        }

        var parts = File.ReadAllText(file).Split('\0')[..^1].AsSpan();
        while (parts.Length > 0)
        {
            var length = int.Parse(parts[0], CultureInfo.InvariantCulture) + 1;
            calls.Add(parts.Slice(1, length).ToArray());
            parts = parts[(length + 1)..];
        }

        return calls;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
