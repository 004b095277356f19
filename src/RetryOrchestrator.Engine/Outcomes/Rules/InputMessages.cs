using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>The job's own data is wrong.</summary>
internal static class InputMessages
{
    private const string Media =
        @"(?:video|image|media|photo|picture|clip|audio|thumbnail|cover|input|source|caption)";

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
                @"can ?not find module|modulenotfounderror|no module named",
                @"no such file or directory\b[^\n]{0,40}?(?:package\.json|node_modules|site-packages|\.android)",
                @"could not find or load main class|unable to access jarfile",
            ]
        ),
        Rule(
            Input,
            "file_missing",
            [
                @"no such file or directory",
                @"ENOENT",
                @"(?:filenotfound|nosuchfile)(?:error|exception)",
                @"file(?: ['""]?[^\s'""]+['""]?)? (?:(?:was|is|could) )?not (?:be )?found",
                @"file(?: ['""]?[^\s'""]+['""]?)? (?:does not|doesn't|did not|didn't) exist",
                @"could not find (?:file|a part of the path|the (?:file|" + Media + @"))",
                @"(?:can ?not|can't|could not|couldn't|unable to) find the (?:file|path|"
                    + Media
                    + @")(?: specified)?",
                @"can ?not find path '[^'\n]*' because it does not exist",
                @"can ?not stat '[^'\n]*'",
                Media
                    + @"(?: file)?(?: ['""]?[^\s'""]+['""]?)? (?:(?:was|is) )?(?:not found|missing)",
                Media + @"(?: file)?(?: ['""]?[^\s'""]+['""]?)? (?:does not|doesn't) exist",
                @"\S+\.(?:mp4|mov|m4v|avi|mkv|webm|jpe?g|png|gif|webp|heic|mp3|wav|srt)['""]? (?:does not|doesn't) exist",
                @"missing " + Media + @" file",
            ]
        ),
        Rule(
            Input,
            "file_invalid",
            [
                @"(?:unsupported|invalid|unknown|unrecogni[sz]ed) "
                    + Media
                    + @" (?:file )?(?:format|type|codec|file)",
                @"unsupported file (?:format|type)",
                Media
                    + @"(?: file)? is (?:corrupt(?:ed)?|empty|too (?:large|long|short|small|big))",
                // Of a text and of a size, for a video that "took longer than 30 s" is not too long.
                @"(?:caption|title|description|hashtags?|comment|bio)\b[^\n]{0,20}?\b(?:exceeds? (?:the )?(?:max\w*|limit|allowed)|is (?:too long|longer than))",
                Media
                    + @"(?:'s)? (?:file )?(?:length|size|duration|resolution|dimensions?|aspect ratio|codec|bitrate) (?:(?:is|was|of \S+) )*(?:exceeds?|too (?:long|short|large|big|small|high|low)|not supported|unsupported|invalid|must be)",
                @"moov atom not found",
                @"can ?not identify image file",
                @"invalid data found when processing input",
            ]
        ),
    ];
}
