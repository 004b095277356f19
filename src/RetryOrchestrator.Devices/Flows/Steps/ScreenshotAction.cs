using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>Saves a picture of the screen in the attempt's folder.</summary>
/// <param name="Name">The file's name without its ending.</param>
internal sealed record ScreenshotAction(FlowText Name) : FlowAction
{
    private static readonly StepArgument<FlowText?> NameKey = StepArgument.Text("screenshot");

    /// <summary>The kind of step.</summary>
    public static StepKind Step { get; } =
        new()
        {
            Arguments = [NameKey],
            Target = StepTarget.Screen,
            Read = map => NameKey.In(map) is { } name ? new ScreenshotAction(name) : null,
        };

    /// <inheritdoc/>
    public override string Description => $"{Keyword} {Name}";

    /// <inheritdoc/>
    public override IEnumerable<FlowText> Texts => [Name];

    internal override StepKind Kind => Step;

    internal override async Task<StepFailure?> RunAsync(StepRun run, CancellationToken stop)
    {
        var png = await run
            .Screen.OnceAsync(screen => screen.ScreenshotAsync(stop))
            .ConfigureAwait(false);
        var folder = run.Context.ArtifactFolder;
        Directory.CreateDirectory(folder);
        var name = string.Concat(run.Fill(Name).Split(Path.GetInvalidFileNameChars()));
        var path = Path.Combine(folder, $"{name}.png");
        var file = OutputFile.Create(path, FileRights.OfFolderOf(path));
        await using var _ = file.ConfigureAwait(false);
        await file.WriteAsync(png, stop).ConfigureAwait(false);
        return null;
    }
}
