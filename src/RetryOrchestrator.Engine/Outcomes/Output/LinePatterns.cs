using System.Text.RegularExpressions;

namespace RetryOrchestrator.Engine.Outcomes.Output;

/// <summary>How runtimes and tools write what is not the reason. Each looks at one line.</summary>
internal static partial class LinePatterns
{
    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>What npm puts before each line.</summary>
    [GeneratedRegex(@"^\s*npm (ERR!|error)\s?", Options)]
    public static partial Regex NpmPrefix();

    /// <summary>What npm says of itself when a command of a script failed.</summary>
    [GeneratedRegex(
        @"^(code|errno|syscall|path|command|cmd|workspace|location|signal|lifecycle|node|npm|exit status|A complete log) |^command failed$|^\S+@\S+ [\w:-]+: |^Failed at the \S+ \S+ script|^This is probably not a problem with npm|^Lifecycle script|^in workspace|^at location",
        Options
    )]
    public static partial Regex NpmOwn();

    /// <summary>A warning, by the word it begins with or by the level a log gave it.</summary>
    [GeneratedRegex(
        @"^\W*(warn(ing)?|deprecat(ed|ion)(warning)?)\b|^npm (warn|notice)\b|^\(node:\d+\) (\[\w+\] )?\w*Warning:|^([\d\-:.,T/Z+ ]+|[\w.]+:)?\W{0,3}(warn|warning)\b[:\]|\s]|\b\w*Warning: |^[WV]/\w+",
        Options
    )]
    public static partial Regex Warning();

    // The patterns for what a line begins with and for what it holds are apart: a line is then read
    // once for each, and not at each of its characters.

    /// <summary>News, by the level a log gave it, by how it begins, or because it is advice.</summary>
    [GeneratedRegex(
        @"^(?:([\d\-:.,T/Z+ ]+|[\w.]+:)?\W{0,3}(info|debug|trace|verbose|notice)\b[:\]|\s]"
            + @"|\W*(note|hint|tip|help|usage|advice):|(try (running|using|adding|with|--)|see (also|https?:|the (log|output|docs)|.* for (details|more))|use --|run with|(for )?more (info|information|details)\b)"
            + @"|(now )?(cleaning|closing|exiting|quitting|stopping|tearing down|shutting down|releasing|removing|deleting|saving|waiting|retrying|starting|connecting|opening|uploading|loading)\b(?!.*\b(fail|error|could not|cannot|unable|timed out|refused|lost))"
            + @"|(done|bye|goodbye|finished|exit|aborted|aborting|cleanup|cleaned up|teardown)\W*$"
            + @"|\* daemon (not running|started)"
            + @"|(screenshot|log|trace|report|video) (was |is )?(saved|written))",
        Options
    )]
    public static partial Regex NoteStart();

    /// <summary>News, by what stands anywhere in it.</summary>
    [GeneratedRegex(
        @"""level""\s*:\s*""(info|debug|trace)""|(?<!\w)(a complete|full|the) (log|trace|report|dump)\b.*\b(found|saved|written)\b",
        Options
    )]
    public static partial Regex NoteWithin();

    /// <summary>
    /// Stack frames of Java, JavaScript, .NET, Python, Ruby, Perl, Go, Rust and native code, and
    /// what stands between them.
    /// </summary>
    [GeneratedRegex(
        @"^\s+at \S|^\s*at .+(:\d+|\.ps1: line \d+)\)?$|^\s*\.\.\. \d+ (more|common frames|lines matching)"
            + @"|^\s+File "".*"", line \d+|^Traceback \(most recent|^\s*\[Previous line repeated"
            + @"|^(During handling of the above|The above exception was the direct cause)"
            + @"|^\s+from .+:\d+:in |^\s+[\w:]+(\(.*\))? called at .+ line \d+"
            + @"|^goroutine \d+ \[|^\s+\S+\.go:\d+|^\s+\d+: +0x|^\s*#\d+ +0x|^\s*(stack ?trace|backtrace|stack backtrace):?$"
            + @"|^\s*-+ End of (inner exception )?stack trace|^\s*\(Session info: |^\s*\(Driver info: "
            + @"|^(Build info|System info|Driver info|Capabilities|Command|Session ID): "
            + @"|^For documentation on this error, please visit",
        Options
    )]
    public static partial Regex StackFrame();

    /// <summary>Source quoted by a runtime, what marks the place in it, and what stands beside it.</summary>
    [GeneratedRegex(
        @"^\s*[\^~][\^~\s]*$|^\s*\d+ +\| |^\s*\|?\s*[~^]+\s*$|^Line \|$"
            + @"|^\S+:\d+$|^\[eval\]:\d+|^At .+:\d+ char:\d+|^At line:\d+ char:\d+|^\s*\+ |^\++ \S"
            + @"|^[\w.]*(Exception|Error): \S.*\.ps1:\d+$|^\s+warnings\.warn\("
            + @"|^Node\.js v\d|^\s+(\[?(errno|code|syscall|path|spawnargs|dest|address|port|hostname|status|signal|output|pid|stdout|stderr|cmd|killed|generatedMessage|stack)\]?): |^\s*(CategoryInfo|FullyQualifiedErrorId)\s*:",
        Options
    )]
    public static partial Regex Source();

    /// <summary>What says, by how it begins, no more than that something failed.</summary>
    [GeneratedRegex(
        @"^(?:(\S+make|make)(\.exe)?(\[\d+\])?: (\*\*\*|Entering|Leaving)|ninja: build stopped|exit status \d+\.?$|exit code:? \d+\.?$"
            + @"|\s*ELIFECYCLE\b"
            + @"|error Command failed|info Visit |(BUILD|TESTS?) FAILED|FAILURE: Build failed|\* (Try|What went wrong|Get more help)|> (Run with|Get more help)"
            + @"|\[ *\d+%\])",
        Options
    )]
    public static partial Regex WrapperStart();

    /// <summary>The same, by what stands anywhere in it.</summary>
    [GeneratedRegex(
        @"(?<!\w)(returned|exited|ended|terminated|failed|finished|completed) with (a )?(non-zero )?(exit )?(code|status)( code)?:? ?-?\d+\)?\.?$|(?<!\w)returned non-zero exit status|: \d+ files? (pushed|pulled)\b",
        Options
    )]
    public static partial Regex WrapperWithin();

    /// <summary>Nothing a person would call a word.</summary>
    [GeneratedRegex(@"^[^\p{L}\p{N}]*$", Options)]
    public static partial Regex Rule();

    /// <summary>The beginning of PowerShell's view of an error with its place.</summary>
    [GeneratedRegex(@"^Line \|$", Options)]
    public static partial Regex PowerShellPlace();

    /// <summary>A line of the message in that view.</summary>
    [GeneratedRegex(@"^\s+\|\s+(?<text>[^~\s].*)$", Options)]
    public static partial Regex PowerShellMessage();

    /// <summary>Where, in the view of Windows PowerShell, the place follows the message.</summary>
    [GeneratedRegex(@"^At (.+:|line:)\d+ char:\d+", Options)]
    public static partial Regex WindowsPowerShellPlace();
}
