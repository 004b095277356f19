namespace RetryOrchestrator.Devices.Adb;

/// <summary>A line of <c>adb devices -l</c>.</summary>
/// <param name="Serial">What adb calls the device.</param>
/// <param name="State"><c>device</c> when it can be used; <c>offline</c>, <c>unauthorized</c>, …</param>
/// <param name="Model">Its model as adb spells it, or null: only usable devices say theirs.</param>
public sealed record DeviceInfo(string Serial, string State, string? Model)
{
    /// <summary>The state of a device that can be used.</summary>
    public const string Ready = "device";

    /// <summary>Whether it can be used.</summary>
    public bool IsReady => State == Ready;

    /// <summary>Reads the output of <c>adb devices -l</c>. Lines that are no device are passed over.</summary>
    public static IReadOnlyList<DeviceInfo> Parse(string output) =>
        output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith('*') && !line.StartsWith("List of devices"))
            .Select(ParseLine)
            .OfType<DeviceInfo>()
            .ToList();

    // "SERIAL   STATE key:value key:value"; the state may be of several words, with advice after
    // a semicolon or in brackets.
    private static DeviceInfo? ParseLine(string line)
    {
        var words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
        {
            return null;
        }

        var state = new List<string>();
        foreach (var word in words.Skip(1))
        {
            if (word.Contains(':') || word.StartsWith('('))
            {
                break;
            }

            state.Add(word.TrimEnd(';'));
            if (word.EndsWith(';'))
            {
                break;
            }
        }

        var model = words.Skip(2).FirstOrDefault(word => word.StartsWith("model:"));
        return new DeviceInfo(words[0], string.Join(' ', state), model?["model:".Length..]);
    }
}
