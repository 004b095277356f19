namespace RetryOrchestrator.Devices.Flows;

/// <summary>What a step does. Its text form is what the user sees of it.</summary>
public abstract record FlowAction
{
    private FlowAction() { }

    /// <summary>The texts and selectors it fills in for each job.</summary>
    public abstract IEnumerable<FlowText> Texts { get; }

    /// <summary>The step's keyword.</summary>
    public abstract string Keyword { get; }

    /// <summary>Copies a file to the device.</summary>
    /// <param name="File">The file of this machine, relative to the current folder.</param>
    /// <param name="To">Where it goes.</param>
    /// <param name="Scan">Whether the device's media library is told of it.</param>
    public sealed record Push(FlowText File, FlowText To, bool Scan) : FlowAction
    {
        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts => [File, To];

        /// <inheritdoc/>
        public override string Keyword => "push";

        /// <inheritdoc/>
        public override string ToString() => $"push {File} to {To}";
    }

    /// <summary>Starts an activity.</summary>
    /// <param name="Target">
    /// <c>package/.Activity</c>; or the package alone, for the activity that answers the intent or,
    /// without an action, the one that the launcher starts.
    /// </param>
    public sealed record Start(FlowText Target) : FlowAction
    {
        /// <summary>The intent's action.</summary>
        public FlowText? Action { get; init; }

        /// <summary>The intent's data, a URI.</summary>
        public FlowText? Data { get; init; }

        /// <summary>The MIME type.</summary>
        public FlowText? MimeType { get; init; }

        /// <summary>The intent's category.</summary>
        public FlowText? Category { get; init; }

        /// <summary>A file on the device that goes with a share intent, or null.</summary>
        public FlowText? Share { get; init; }

        /// <summary>What goes with the intent.</summary>
        public IReadOnlyList<FlowExtra> Extras { get; init; } = [];

        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts =>
            new[] { Target, Action, Data, MimeType, Category, Share }
                .Concat(Extras.Select(extra => extra.Text))
                .OfType<FlowText>();

        /// <inheritdoc/>
        public override string Keyword => "start";

        /// <inheritdoc/>
        public override string ToString() => $"start {Target}";
    }

    /// <summary>Taps an element, waiting for it.</summary>
    /// <param name="Target">The element.</param>
    public sealed record Tap(FlowSelector Target) : FlowAction
    {
        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts => [Target.Value];

        /// <inheritdoc/>
        public override string Keyword => "tap";

        /// <inheritdoc/>
        public override string ToString() => $"tap {Target}";
    }

    /// <summary>Types a text into a field, waiting for it.</summary>
    /// <param name="Text">What is typed, exactly.</param>
    /// <param name="Into">The field.</param>
    public sealed record Type(FlowText Text, FlowSelector Into) : FlowAction
    {
        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts => [Text, Into.Value];

        /// <inheritdoc/>
        public override string Keyword => "type";

        /// <inheritdoc/>
        public override string ToString() => $"type {Text} into {Into}";
    }

    /// <summary>Empties a field, waiting for it.</summary>
    /// <param name="Target">The field.</param>
    public sealed record Clear(FlowSelector Target) : FlowAction
    {
        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts => [Target.Value];

        /// <inheritdoc/>
        public override string Keyword => "clear";

        /// <inheritdoc/>
        public override string ToString() => $"clear {Target}";
    }

    /// <summary>Waits until an element is on the screen, or is not.</summary>
    /// <param name="Target">The element.</param>
    /// <param name="Gone">Whether it is to be gone.</param>
    public sealed record Wait(FlowSelector Target, bool Gone) : FlowAction
    {
        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts => [Target.Value];

        /// <inheritdoc/>
        public override string Keyword => Gone ? "waitGone" : "waitFor";

        /// <inheritdoc/>
        public override string ToString() => $"{Keyword} {Target}";
    }

    /// <summary>Looks once whether the screen is as it should be.</summary>
    /// <param name="Target">The element.</param>
    /// <param name="Gone">Whether it must not be there.</param>
    /// <param name="Is">What its text must be, or null.</param>
    /// <param name="Contains">What its text must contain, or null.</param>
    public sealed record Assert(FlowSelector Target, bool Gone, FlowText? Is, FlowText? Contains)
        : FlowAction
    {
        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts =>
            new[] { Target.Value, Is, Contains }.OfType<FlowText>();

        /// <inheritdoc/>
        public override string Keyword => "assert";

        /// <inheritdoc/>
        public override string ToString() =>
            $"assert {Target}"
            + (Gone ? " is gone" : "")
            + (Is is null ? "" : $" is \"{Is}\"")
            + (Contains is null ? "" : $" contains \"{Contains}\"");
    }

    /// <summary>Saves a picture of the screen in the attempt's folder.</summary>
    /// <param name="Name">The file's name without its ending.</param>
    public sealed record Screenshot(FlowText Name) : FlowAction
    {
        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts => [Name];

        /// <inheritdoc/>
        public override string Keyword => "screenshot";

        /// <inheritdoc/>
        public override string ToString() => $"screenshot {Name}";
    }

    /// <summary>Presses a key of the device.</summary>
    /// <param name="Key">Its name or Android key code.</param>
    public sealed record Press(string Key) : FlowAction
    {
        /// <summary>The keys that have names here; any other by its Android name or number.</summary>
        public static IReadOnlyList<string> Names { get; } =
        ["back", "home", "enter", "tab", "menu", "recents", "wakeup"];

        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts => [];

        /// <inheritdoc/>
        public override string Keyword => "press";

        /// <summary>What <c>input keyevent</c> takes.</summary>
        public string KeyCode =>
            Key switch
            {
                "recents" => "KEYCODE_APP_SWITCH",
                _ when Names.Contains(Key) => $"KEYCODE_{Key.ToUpperInvariant()}",
                _ => Key,
            };

        /// <inheritdoc/>
        public override string ToString() => $"press {Key}";
    }

    /// <summary>Runs a program on the device; its exit code must be 0.</summary>
    /// <param name="Words">The program and its arguments.</param>
    public sealed record Shell(IReadOnlyList<FlowText> Words) : FlowAction
    {
        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts => Words;

        /// <inheritdoc/>
        public override string Keyword => "shell";

        /// <inheritdoc/>
        public override string ToString() => $"shell {string.Join(' ', Words)}";
    }

    /// <summary>
    /// Says that what follows must not be done twice: an attempt that ends after it without an
    /// outcome is uncertain, and not tried again by itself.
    /// </summary>
    /// <param name="Word">What is about to be done.</param>
    public sealed record Checkpoint(FlowText Word) : FlowAction
    {
        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts => [Word];

        /// <inheritdoc/>
        public override string Keyword => "checkpoint";

        /// <inheritdoc/>
        public override string ToString() => $"checkpoint {Word}";
    }

    /// <summary>Waits a while, for what nothing on the screen tells.</summary>
    /// <param name="Length">How long.</param>
    public sealed record Pause(TimeSpan Length) : FlowAction
    {
        /// <summary>The longest pause: a longer one should be a wait for something.</summary>
        public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

        /// <inheritdoc/>
        public override IEnumerable<FlowText> Texts => [];

        /// <inheritdoc/>
        public override string Keyword => "pause";

        /// <inheritdoc/>
        public override string ToString() =>
            FormattableString.Invariant($"pause {Length.TotalSeconds:0.###} s");
    }
}

/// <summary>A value that goes with an intent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">The value, when it is a text.</param>
/// <param name="Value">The value, when it is a whole number or yes or no.</param>
public sealed record FlowExtra(string Name, FlowText? Text, object? Value);
