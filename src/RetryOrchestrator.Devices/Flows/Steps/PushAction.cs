using RetryOrchestrator.Devices.Flows.Running;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>Copies a file to the device.</summary>
/// <param name="File">The file of this machine, relative to the current folder.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Scan">Whether the device's media library is told of it.</param>
internal sealed record PushAction(FlowText File, FlowText To, bool Scan) : FlowAction
{
    private static readonly StepArgument<FlowText?> FileKey = StepArgument.Text("push");
    private static readonly StepArgument<FlowText?> ToKey = StepArgument.Text("to") with
    {
        IsRequired = true,
    };
    private static readonly StepArgument<bool?> ScanKey = StepArgument.Flag("scan");

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments = [FileKey, ToKey, ScanKey],
            Target = StepTarget.Device,
            // As long as the file takes, and bounded by adb's own limit.
            Limit = TimeSpan.FromMinutes(5),
            Read = map =>
                (FileKey.In(map), ToKey.In(map)) is ({ } file, { } to)
                    ? new PushAction(file, to, ScanKey.In(map) ?? true)
                    : null,
        };

    /// <inheritdoc/>
    public override string Description => $"{Keyword} {File} to {To}";

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts => [File, To];

    internal override StepKind Kind => Step;

    internal override async Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop)
    {
        var (file, to) = (run.Fill(File), run.Fill(To));
        var failure = await run.Device.PushAsync(file, to, stop).ConfigureAwait(false);
        if (failure is null && Scan)
        {
            failure = await MediaLibrary.ScanAsync(run.Device, to, stop).ConfigureAwait(false);
        }

        return StepFailure.OfDevice(failure);
    }
}
