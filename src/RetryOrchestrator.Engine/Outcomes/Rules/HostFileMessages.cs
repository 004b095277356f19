using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// Files that are missing and that no job's data names: parts of the machine, and of the script
/// itself. The words are those of a job's missing file, so these look at what kind of file it is.
/// </summary>
internal static class HostFileMessages
{
    // What a job brings along may lie anywhere.
    private const string NoMedia =
        @"(?![^\s'"",)]*\.(?:mp4|mov|m4v|avi|mkv|webm|jpe?g|png|gif|webp|heic|mp3|wav|srt|csv|tsv|txt)\b)";

    private const string OfTheMachine =
        @"(?:(?<![\w.~-])(?:/(?:usr|opt|etc|dev|proc|sys|run|bin|sbin|lib(?:64|32)?|boot|snap|system|library|applications|var/(?:run|lib|lock|log|spool|cache))/|[a-z]:[\\/]+(?:program files|windows|programdata))|[\\/](?:node_modules|site-packages|dist-packages|\.android|\.gradle|\.appium|\.maestro|\.cache|\.npm|\.nvm|appdata|android[\\/]sdk|platform-tools|build-tools|cmdline-tools)[\\/])"
        + NoMedia;

    // Neither relative nor with an ending: a socket, a device file, what a program keeps for itself.
    private const string Plain =
        @"(?<![\w.~/:-])(?:/tmp/[^\s'"":,)]*(?![^\s'"":,)])"
        + NotMedia
        + @"|/(?:[^\s/'"":,)]+/)+[^\s/'"":.,)]+(?=['"":,)\s]|$))";

    private const string NotMedia =
        @"(?<!\.(?:mp4|mov|m4v|avi|mkv|webm|jpe?g|png|gif|webp|heic|mp3|wav|srt|csv|tsv|txt))";

    private const string Gone =
        @"(?:no such file or directory|ENOENT|not found|(?:does not|doesn't) exist|can ?not find the (?:file|path))";

    private const string OfTheScript =
        @"(?<!\w)[\w.~{}()/\\-]*\.(?:py|pyc|js|mjs|cjs|ts|jar|war|class|so(?:\.\d+)*|dll|dylib|exe(?!:)|sh|bat|cmd|ps1|psm1|conf|cfg|ini|ya?ml|toml|properties|sock|pid|lock|pem|crt|cer|key|keystore|jks|log|gradle|env|lua|rb|php|pl|go|kts?|plist|xml|img|bin|db|sqlite)\b";

    // Of a folder or a name that no job's data has.
    private const string Settings =
        @"(?<!\w)(?:[\w.~/\\-]*[/\\])?(?:config|conf|settings|devices|capabilities|package|package-lock|tsconfig|credentials|cookies|session|accounts?|tokens?|secrets?)(?:[/\\][\w./\\-]*)?\.json\b";

    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        // The same words, but it is the program that is missing, not what the job names.
        Rule(
            "program_missing",
            Unknown,
            "program_missing",
            [
                @"bad interpreter\b[^\n]*",
                @"required file not found",
                @"error while loading shared libraries|can ?not open shared object file",
                @"can't open file '[^'\n]*\.py'",
                @"can ?not find module|modulenotfounderror|no module named|could not load file or assembly|(?:library|image) not loaded|noclassdeffounderror|classnotfoundexception",
                @"no such file or directory\b[^\n]{0,40}?(?:package\.json|node_modules|site-packages|\.android)",
                @"could not find or load main class|unable to access jarfile",
            ]
        ),
        Rule(
            "host_file_missing",
            Infrastructure,
            "program_missing",
            [
                OfTheMachine + @"[^\n]{0,200}?\b" + Gone,
                @"(?:could not|couldn't|can ?not|can't|unable to|failed to) (?:open|read|load|access)\b[^\n]{0,40}?"
                    + OfTheMachine,
                Gone + @"\b[^\n]{0,60}?" + OfTheMachine + @"[^\n]*",
                // Windows names a file that a program opens, and none where it starts one.
                @"\[WinError 2\] [^\n:'""]*(?=$|\n)",
                @"(?:command|program|process|executable|\.exe)\b[^\n]{0,300}?(?:can ?not find the file specified|\(os error 2\))",
                @"(?:createprocess\w*|fork/exec|execv\w*|posix_spawn\w*|spawn)\b[^\n]{0,200}?\b"
                    + Gone,
            ]
        ),
        Rule(
            "image_missing",
            Infrastructure,
            "program_missing",
            [
                @"(?:docker|system|disk|container|boot|recovery|kernel|ramdisk|base|vm)[ -]images?\b[^\n]{0,80}?\b(?:"
                    + Gone
                    + @"|missing)",
                @"image\b[^\n]{0,60}?(?::latest|sha256|registry|\btag\b)",
            ]
        ),
        Rule(
            "part_missing",
            Unknown,
            "program_missing",
            [
                Plain + @"['""’]?[^\n]{0,40}?\b" + Gone,
                Gone + @"\b[^\n]{0,60}?" + Plain,
                OfTheScript + @"['""’]?[^\n]{0,40}?\b" + Gone,
                Gone + @"\b[^\n]{0,120}?" + OfTheScript,
                Gone + @"\b[^\n]{0,60}?" + Settings,
                Settings + @"['""’]?[^\n]{0,40}?\b" + Gone,
                @"(?:config(?:uration)?|settings?|devices?|key|cert(?:ificate)?|licen[cs]e|log|pid|lock|cookies?|credentials?|session|token|secrets?|profile|manifest|properties|binary|executable|library|header|module|script|driver|apk|jar|project|build|schema|capabilit(?:y|ies)|env(?:ironment)?|template|workspace|flow|test)s? file\b[^\n]{0,80}?\b(?:"
                    + Gone
                    + @"|missing)",
            ]
        ),
    ];
}
