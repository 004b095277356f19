using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Executors.Devices.Adb;

namespace RetryOrchestrator.Executors.Devices.Flows.Running;

/// <summary>The steps that are done through adb.</summary>
internal sealed class DeviceSteps(FlowContext context)
{
    private readonly IFlowDevice _device = context.Device;

    public async Task<StepFailure?> PushAsync(FlowAction.Push push, CancellationToken stop)
    {
        var (file, to) = (Fill(push.File), Fill(push.To));
        var failure = await _device.PushAsync(file, to, stop).ConfigureAwait(false);
        if (failure is null && push.Scan)
        {
            failure = await MediaLibrary.ScanAsync(_device, to, stop).ConfigureAwait(false);
        }

        return Of(failure);
    }

    public async Task<StepFailure?> StartAsync(FlowAction.Start start, CancellationToken stop)
    {
        var extras = new List<IntentExtra>(start.Extras.Select(Extra));
        if (start.Share is { } share)
        {
            var uri = await MediaLibrary.UriAsync(_device, Fill(share), stop).ConfigureAwait(false);
            extras.Add(IntentExtra.Uri("android.intent.extra.STREAM", uri));
        }

        var target = Fill(start.Target);
        var isActivity = target.Contains('/');
        var isLaunch = !isActivity && start.Action is null;
        var intent = new DeviceIntent
        {
            Component = isActivity ? target : null,
            Package = isActivity ? null : target,
            Action = isLaunch ? "android.intent.action.MAIN" : Filled(start.Action),
            Categories = isLaunch
                ? ["android.intent.category.LAUNCHER"]
                : new[] { Filled(start.Category) }.OfType<string>().ToList(),
            Data = Filled(start.Data),
            Type = Filled(start.MimeType),
            GrantReadUri = start.Share is not null,
            Extras = extras,
        };
        return Of(await _device.StartAsync(intent, stop).ConfigureAwait(false));
    }

    public async Task<StepFailure?> PressAsync(
        FlowAction.Press press,
        TimeSpan limit,
        CancellationToken stop
    )
    {
        var result = await _device
            .RunAsync(["input", "keyevent", press.KeyCode], limit, stop)
            .ConfigureAwait(false);
        return Of(result.Failure);
    }

    public async Task<StepFailure?> ShellAsync(
        FlowAction.Shell shell,
        TimeSpan limit,
        CancellationToken stop
    )
    {
        var words = shell.Words.Select(Fill).ToList();
        var result = await _device.RunAsync(words, limit, stop).ConfigureAwait(false);
        return Of(result.Failure);
    }

    private IntentExtra Extra(FlowExtra extra) =>
        extra.Value switch
        {
            bool yes => IntentExtra.Boolean(extra.Name, yes),
            int or long and >= int.MinValue and <= int.MaxValue => IntentExtra.Integer(
                extra.Name,
                Convert.ToInt32(extra.Value, null)
            ),
            long big => IntentExtra.Long(extra.Name, big),
            _ => IntentExtra.Text(extra.Name, Fill(extra.Text!)),
        };

    private string Fill(FlowText text) => text.Fill(context.Columns);

    private string? Filled(FlowText? text) => text?.Fill(context.Columns);

    private static StepFailure? Of(FailureEvidence? failure) =>
        failure is null ? null : new StepFailure(failure, IsExpectation: false);
}
