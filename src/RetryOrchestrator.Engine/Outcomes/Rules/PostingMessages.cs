using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// The reasons that platforms name when a post is made through their API (Google, Meta, Telegram,
/// X, Reddit, Mastodon, Bluesky, Discord, TikTok, Pinterest, LinkedIn): closed lists of words, and
/// the few shapes of their sentences.
/// </summary>
internal static class PostingMessages
{
    private const string Post =
        @"(?:link|post|comment|message|tweet|status|statuse|upload|video|photo|picture|image|story|storie|reel|follow|like|pin|update|request|submission|action)s?";

    // What is measured of a machine, not of a post.
    private const string NotOfMachines =
        @"(?<!\b(?:system|kernel|boot|disk|container|recovery|ramdisk|vm|config(?:uration)?|log|core|swap|dump|cache|lock|pid|key|received|commit|packet|frame) )";

    /// <summary>The account has posted too much, or this device of it was taken away.</summary>
    public static IReadOnlyList<FailureRule> AccountRules { get; } =
    [
        Rule(
            "posted_too_much",
            Account,
            "action_blocked",
            [
                @"(?:quota|dailyLimit(?:Unreg)?|userRateLimit|variableTermLimit)Exceeded",
                @"exceeded your <a\b[^>\n]{0,160}>(?:quota|limit)",
                @"QUOTA_FILLED|RATELIMIT['""]?[:,][^\n]{1,200}\bratelimit",
                @"you(?:'ve| have)? (?:already )?(?:submitted|posted|uploaded|sent|made|created|followed|liked|shared|published|tweeted) too (?:many|much|often)",
                @"too many "
                    + Post
                    + @" (?:(?:recently|today|lately|for today|this hour|per day)\b|(?:in|within) (?:a short|the last|such a))",
                @"flood[ _](?:control|error|premium_wait)\w*|slowmode_wait\w*|(?<=\btelegram\.error\.)retryafter",
                @"spam_risk_too_many\w*|reached_active_user_cap|(?:user|page|member)(?: request| level)? (?:request )?limit (?:is |was |has been )?reached",
                @"throttle\b[^\n]{0,30}?\bmember\b[^\n]{0,60}?\breached|deemed abusive or (?:is )?otherwise disallowed|request looks like it might be automated",
                @"maximum number of posts that (?:is|are) allowed",
            ]
        ),
        Rule(
            "device_logged_out",
            Account,
            "logged_out",
            [
                @"conflict\b[^\n]{0,20}?\bdevice_removed|wa-(?:main-device-gone|logged-out|not-logged-in|unknown-logout)",
                @"(?:phone|device|client|bot|bridge)(?: was| were| is| has been| got| has)+ (?:(?:logged|signed) out|unlinked)\b(?! (?:to (?:an? |the )?file|from (?:usb|adb)))",
                @"(?:logged|signed) out (?:of|from) (?:whatsapp|telegram|instagram|facebook|tiktok|twitter|signal|discord|the app|another device)",
                @"re-?log-?in to (?:continue|use|keep|resume)|(?:invalid|expired|revoked)_(?:access|refresh)_token|access_token_(?:invalid|expired|revoked)|auth_removed",
                @"youtubeSignupRequired|account(?:Closed|Suspended|Takedown|Deactivated|Disabled)|AuthFactorTokenRequired|invalid identifier or password",
            ]
        ),
    ];

    private const string NotAWidget =
        @"(?! (?:field|box|input|button|element|selector|view|area|capability|id)s?\b)";

    /// <summary>What is posted is refused for what it is.</summary>
    public static IReadOnlyList<FailureRule> InputRules { get; } =
    [
        Rule(
            "post_duplicate",
            Input,
            "duplicate",
            [
                @"(?:status|tweet|post|content|upload|submission|comment)(?: update)? is (?:a )?duplicate\b(?! (?:key|id|header|name))",
                @"duplicate (?:status|tweet|submission)\b(?! (?:code|key|id|header))|with duplicate content",
                @"you(?:'ve| have) already (?:said|tweeted|retweeted|posted|submitted|shared|uploaded|published) (?:that|this|it)\b",
                @"(?:link|post|video|tweet|photo|image) has already been (?:submitted|posted|tweeted|uploaded|shared|published)|\bALREADY_SUB\b",
            ]
        ),
        Rule(
            "post_refused",
            Input,
            "file_invalid",
            [
                NotOfMachines
                    + @"(?:message|caption|text|status|title|description|tweet|post|comment|bio)(?: text| caption| body)? (?:is|was) too (?:long|short)",
                NotOfMachines
                    + @"(?:file|attachment|upload)s? sizes? (?:exceeds?|exceeded|is over|is above|is larger than|is greater than) (?:the |your |its |our )?(?:max\w*|limit|allowed|permitted|upload)",
                NotOfMachines
                    + @"(?:file|media|video|image|audio|attachment) (?:content |mime |media )?(?:type|format|extension) (?:is |was )?(?:invalid|not (?:valid|accepted|permitted))",
                @"validation failed: (?:text|caption|status|title|description|media|poll)\b[^\n]{0,40}?\b(?:can't be|can ?not be|is too|must)",
                // Telegram's, in sentences and in capitals.
                @"(?:wrong|invalid) (?:remote )?file identifier|there is no (?:photo|video|media|image|caption|text|document|audio) in the (?:request|message|post)|failed to get http url content|wrong type of the web page content|url host is empty",
                @"message (?:text|caption) is empty|can ?not send an empty message|must be \d+ or fewer in length",
                @"(?:PHOTO|VIDEO|MEDIA|IMAGE|FILE|AUDIO|STICKER|MESSAGE|CAPTION|WEBPAGE|WEBDOCUMENT|BUTTON_URL)_(?:INVALID|EMPTY|TOO_(?:LONG|BIG|LARGE|SHORT)|CAPTION_TOO_LONG|EXT_INVALID|FILE_INVALID|INVALID_DIMENSIONS|CONTENT_TYPE_INVALID|CONTENT_URL_INVALID|MEDIA_EMPTY|CURL_FAILED|PROCESS_FAILED|PARTS_INVALID|TYPE_INVALID)",
                @"BlobTooLarge|InvalidMimeType|(?:file_format|duration|frame_rate|picture_size|video_(?:format|size))_check_failed|MEDIA_FORMAT_\w*(?:INVALID|UNSUPPORTED)",
                @"(?:invalid|missing)(?:VideoMetadata|VideoTitle|PublishAt|MediaBody|VideoFile)|(?:mediaBody|titleOrDescription)Required|NO_(?:URL|TEXT|SELFS|LINKS)\b(?=['"":,])|\bSUBREDDIT_(?:NOEXIST|NOTALLOWED)",
                @"(?:need to|must|have to) (?:upload|attach|provide|include|select|add|choose) (?:an?|at least one) (?:image|video|photo|picture|caption|title|post text)\b(?![^\n]{0,60}\b(?:docker|container|emulator|avd|tag|vm|boot|registry)\b)",
                @"metadata specifies an? invalid|(?:specif\w+|invalid|empty)(?: or (?:invalid|empty|missing))? (?:video|post|pin|tweet) (?:title|description|keywords?|tags?|category|metadata|caption|thumbnail)\b"
                    + NotAWidget,
                @"(?:invalid|empty|forbidden|disallowed|bad) (?:caption|hashtags?|captions)\b"
                    + NotAWidget
                    + @"|too many (?:hashtags?|mentions|tags|attachments|images|photos)\b",
                @"(?:media|image|video|photo|picture|file|clip)s?\b[^\n]{0,20}?\b(?:not|isn't|aren't|wasn't) (?:in )?(?:an? |the )?(?:right|correct|valid|supported|accepted|allowed|expected|proper) (?:format|type|size|codec|ratio|dimensions?|resolution)",
                @"(?:post|video|photo|image|content|media|caption|comment|tweet|text|message|upload|story|reel)\b[^\n]{0,80}?\b(?:violat\w+|breach\w*|(?:goes |go |is |was )?against)\b[^\n]{0,30}?\b(?:community (?:guidelines|standards|rules)|content polic\w+|terms|guidelines)",
                @"requires? (?:an? )?(?:upload(?:ed)? |image |video |media )+(?:file|url)|(?:send|upload|post|attach) (?:the |this |your )?(?:file|video|image|photo|media)\b[^\n]{0,60}?\b(?:supported by|(?:doesn't|does not|must not) exceed)",
                @"schedul\w*[ _](?:time|date|at|for)[ _](?:\w+[ _]){0,4}(?:passed|past)|(?:schedul|publish)\w*\b[^\n]{0,30}?\b(?:in the past|must be (?:a (?:date|time) )?in the future)",
                @"(?:missing or invalid (?:image|video|media) file|unable to fetch (?:video|image|media) file from url|(?:media|image|video) could not be fetched from (?:this|the) ur[il])",
                @"(?:tweet|post|text|message|status) needs to be (?:a bit )?shorter|(?:record/)?text must not be longer than \d+",
            ]
        ),
    ];

    /// <summary>The platform is still at work on what it was given: it will be ready later.</summary>
    public static IReadOnlyList<FailureRule> LaterRules { get; } =
    [
        Rule(
            "post_in_progress",
            Infrastructure,
            "http_error",
            [
                @"(?:transcod\w*|media|video|image|upload|file|container)s? (?:is |are |has |have |was )?(?:(?:not|n't) (?:yet )?(?:been )?(?:finished|ready|complete\w*|processed|transcoded)|still (?:being )?(?:process\w+|transcod\w+|in progress))",
                @"not (?:yet )?finished (?:processing|transcoding|uploading)",
            ]
        ),
    ];
}
