using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows.Running;

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
        var activity = new ActivityStart(Fill(start.Target))
        {
            Action = Filled(start.Action),
            Data = Filled(start.Data),
            MimeType = Filled(start.MimeType),
            Category = Filled(start.Category),
            Share = Filled(start.Share),
            Extras = start
                .Extras.Select(extra =>
                    IntentExtra.Of(extra.Name, extra.Value ?? Fill(extra.Text!))
                )
                .ToList(),
        };
        return Of(await activity.OnAsync(_device, stop).ConfigureAwait(false));
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

    private string Fill(FlowText text) => text.Fill(context.Columns);

    private string? Filled(FlowText? text) => text?.Fill(context.Columns);

    private static StepFailure? Of(FailureEvidence? failure) =>
        failure is null ? null : new StepFailure(failure, IsExpectation: false);
}
