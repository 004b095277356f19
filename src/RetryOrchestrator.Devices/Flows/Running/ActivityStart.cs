using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>
/// What is to be opened on a device, as flows and scripts say it: an activity
/// (<c>package/.Activity</c>), or a package by its launcher icon or by an action.
/// </summary>
/// <param name="Target">The activity or the package.</param>
internal sealed record ActivityStart(string Target)
{
    /// <summary>The action, or null.</summary>
    public string? Action { get; init; }

    /// <summary>The data, a URI, or null.</summary>
    public string? Data { get; init; }

    /// <summary>The MIME type, or null.</summary>
    public string? MimeType { get; init; }

    /// <summary>The category, or null.</summary>
    public string? Category { get; init; }

    /// <summary>A file of the device that is handed over as a gallery shares it, or null.</summary>
    public string? Share { get; init; }

    /// <summary>Further values.</summary>
    public IReadOnlyList<IntentExtra> Extras { get; init; } = [];

    /// <summary>Starts it and waits until it is there.</summary>
    public async Task<FailureEvidence?> OnAsync(IFlowDevice device, CancellationToken stop)
    {
        var extras = Extras.ToList();
        if (Share is { } file)
        {
            var uri = await MediaLibrary.UriAsync(device, file, stop).ConfigureAwait(false);
            extras.Add(IntentExtra.Uri("android.intent.extra.STREAM", uri));
        }

        var isActivity = Target.Contains('/');
        var isLaunch = !isActivity && Action is null;
        var intent = new DeviceIntent
        {
            Component = isActivity ? Target : null,
            Package = isActivity ? null : Target,
            Action = isLaunch ? "android.intent.action.MAIN" : Action,
            Categories =
                isLaunch ? ["android.intent.category.LAUNCHER"]
                : Category is null ? []
                : [Category],
            Data = Data,
            Type = MimeType,
            GrantReadUri = Share is not null,
            Extras = extras,
        };
        return await device.StartAsync(intent, stop).ConfigureAwait(false);
    }
}
