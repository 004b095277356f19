using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>The job's own data is wrong.</summary>
internal static class InputMessages
{
    private const string Media =
        @"(?:video|image|media|photo|picture|clip|audio|thumbnail|cover|input|source|caption)";

    // What a post is made of; but a log grows too large by itself.
    private const string Sized =
        @"(?<!\b(?:log|core|swap|dump|cache|lock|pid) )(?:video|image|media|photo|picture|clip|audio|thumbnail|caption|title|description|text|status|tweet|post|comment|attachment|upload|(?:upload|input|source) file|file(?= is| size| too))";

    // A path, or a name in quotes.
    private const string Named =
        @"(?:(?<!\w)[\w.~-]*[./\\][\w.~/\\-]*\w|['""‘][^'""’\n]{1,300}['""’])";

    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            Input,
            "file_missing",
            [
                // With what it is about: a device's own error may end in these words too.
                Named + @"[^\n]{0,80}?\b(?:no such file or directory|ENOENT)",
                @"(?:no such file or directory|ENOENT)\b[^\n]{0,80}?" + Named,
                @"(?:filenotfound|nosuchfile)(?:error|exception)(?![^\n]{0,200}(?:permission denied|EACCES|access is denied|open files|https?://|read-only|/sdcard|/storage/emulated|/data/))",
                @"file(?: ['""]?[^\s'""]+['""]?)? (?:(?:was|is|could) )?not (?:be )?found(?! (?:on|in) the (?:device|phone|emulator|host|server|image|sd ?card))",
                @"file(?: ['""]?[^\s'""]+['""]?)? (?:does not|doesn't|did not|didn't) exist",
                @"could not find (?:file(?=:? ?['""‘]|:? ?\S*[./\\]\w|\s*$)|a part of the path|the (?:file|"
                    + Media
                    + @"))",
                @"(?:can ?not|can't|could not|couldn't|unable to) find the (?:file|path|"
                    + Media
                    + @")(?: specified)?",
                @"can ?not find path '[^'\n]*' because it does not exist",
                @"can ?not stat '[^'\n]*'",
                Media
                    + @"(?: file)?(?: ['""]?[^\s'""]+['""]?)? (?:(?:was|is) )?(?:not found|missing)(?! (?:in|on) (?:the )?(?:screen|page|view|window|tab))",
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
                Sized
                    + @"\b[^\n]{0,20}?\b(?:too (?:large|long|big|small|short)|larger than|longer than \d+ characters)",
                @"(?:character|caption|text|title|description|file size|upload|video|image|media|duration|hashtag)s? (?:size |length )?limit(?: of \S+)?(?: \w+)? (?:is |was |has been )?(?:exceeded|reached)",
                @"exceed(?:s|ed)? (?:the |its )?(?:max\w* |allowed |permitted )?(?:character|caption|file size|video|image|media|upload size|duration) (?:limit|length|size)",
                @"\d+ ?[KMG]i?B limit|limit (?:of |is )\d+ ?(?:[KMG]i?B|characters)",
                Sized
                    + @"\b[^\n]{0,20}?\bmust (?:not )?be (?:between|at least|at most|less than|more than|under|shorter|longer|smaller)\b[^\n]{0,40}?\b(?:bytes|kilobytes|megabytes|[KMG]i?B|characters|graphemes|words|seconds|minutes|pixels)",
                @"(?:file|media|video|image|audio)\b[^\n]{0,60}?\b(?:format|codec|type|extension) (?:is |may |might )?(?:not be|not|un)[ -]?(?:supported|allowed|recogni[sz]ed)",
                @"(?:content|payload|request entity) too large",
                @"(?:corrupt(?:ed)?|truncated|damaged|unreadable|malformed) (?:jpe?g|png|gif|webp|mp4|mov|video|photo|picture)(?: file| data)?|does not contain any (?:video|audio)? ?stream",
                @"(?:width|height|size|dimensions?|resolution)\b[^\n]{0,30}?\bnot (?:a )?(?:multiple of|divisible by)",
                @"(?:failed to|could not|couldn't|can ?not|can't|unable to) (?:read|decode|load|parse|probe|open|demux)\b[^\n]{0,60}?\b(?:video|image|audio|media)? ?file ['""]?[\w.~/\\: -]{1,200}\.(?:mp4|mov|m4v|avi|mkv|webm|jpe?g|png|gif|webp|heic|mp3|wav)\b(?![^\n]{0,40}(?:permission|denied|timed? ?out|in use))",
                @"(?:try|choose|select)(?: again)?(?: with)? (?:another|a different) (?:file|video|image|photo|picture)(?! (?:system|descriptor|name|path|server|size))",
                @"no columns to parse|emptydataerror",
                @"moov atom not found|NAL units?\b|decode_slice_header|error while decoding stream #|\bpartial file\b",
                @"(?:media|video|image|file|audio|content|mime) (?:type|format|codec)\b[^\n]{0,20}?\b(?:could not|cannot|can't|couldn't) be (?:determined|recogni[sz]ed|identified|detected)",
                @"can ?not identify image file(?! <)|could not find a format to read|not a (?:valid )?(?:tiff|jpe?g|png|gif|webp|heic|mp4|mov) (?:file|image|video)",
                @"(?:aspect|video|image|photo) ratios?\b[^\n]{0,40}?\b(?:must|not|only|between|incompatible|unsupported|invalid|required)\b|(?:incompatible|unsupported|invalid|wrong|allowed|accepts?)\b[^\n]{0,60}?\baspect ratios?",
                @"invalid data found when processing input|could not find codec parameters",
                @"(?:unrecogni[sz]ed|unknown|unsupported|(?:recogni[sz]e|identify|determine|detect)(?: the)?) (?:file|media|video|image|audio|container) (?:format|type|codec)",
            ]
        ),
    ];
}
