using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Flows.Running;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>Starts an activity.</summary>
/// <param name="Target">
/// <c>package/.Activity</c>; or the package alone, for the activity that answers the intent or,
/// without an action, the one that the launcher starts.
/// </param>
internal sealed record StartAction(FlowText Target) : FlowAction
{
    private static readonly StepArgument<FlowText?> TargetKey = StepArgument.Text("start");
    private static readonly StepArgument<FlowText?> ActionKey = StepArgument.Text("action");
    private static readonly StepArgument<FlowText?> DataKey = StepArgument.Text("data");
    private static readonly StepArgument<FlowText?> MimeTypeKey = StepArgument.Text("mimeType");
    private static readonly StepArgument<FlowText?> CategoryKey = StepArgument.Text("category");
    private static readonly StepArgument<FlowText?> ShareKey = StepArgument.Text("share");
    private static readonly StepArgument<IReadOnlyList<FlowExtra>> ExtrasKey = StepArgument.Extras(
        "extras"
    );

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments =
            [
                TargetKey,
                ActionKey,
                DataKey,
                MimeTypeKey,
                CategoryKey,
                ShareKey,
                ExtrasKey,
            ],
            Target = StepTarget.App,
            Read = map =>
                TargetKey.In(map) is { } target
                    ? new StartAction(target)
                    {
                        Action = ActionKey.In(map),
                        Data = DataKey.In(map),
                        MimeType = MimeTypeKey.In(map),
                        Category = CategoryKey.In(map),
                        Share = ShareKey.In(map),
                        Extras = ExtrasKey.In(map),
                    }
                    : null,
        };

    /// <summary>The intent's action, or null.</summary>
    public FlowText? Action { get; init; }

    /// <summary>The intent's data, a URI, or null.</summary>
    public FlowText? Data { get; init; }

    /// <summary>The MIME type, or null.</summary>
    public FlowText? MimeType { get; init; }

    /// <summary>The intent's category, or null.</summary>
    public FlowText? Category { get; init; }

    /// <summary>A file on the device that goes with a share intent, or null.</summary>
    public FlowText? Share { get; init; }

    /// <summary>What goes with the intent.</summary>
    public IReadOnlyList<FlowExtra> Extras { get; init; } = [];

    /// <inheritdoc/>
    public override string Description => $"{Keyword} {Target}";

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts =>
        new[] { Target, Action, Data, MimeType, Category, Share }
            .Concat(Extras.Select(extra => extra.Text))
            .OfType<FlowText>();

    internal override StepKind Kind => Step;

    internal override async Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop)
    {
        var activity = new ActivityStart(run.Fill(Target))
        {
            Action = run.FillAny(Action),
            Data = run.FillAny(Data),
            MimeType = run.FillAny(MimeType),
            Category = run.FillAny(Category),
            Share = run.FillAny(Share),
            Extras = Extras
                .Select(extra => IntentExtra.Of(extra.Name, extra.Value ?? run.Fill(extra.Text!)))
                .ToList(),
        };
        return StepFailure.OfDevice(await activity.OnAsync(run.Device, stop).ConfigureAwait(false));
    }
}
