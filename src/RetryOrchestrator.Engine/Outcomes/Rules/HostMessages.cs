using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// What is wrong with the machine the jobs run on: no job's data and no account will mend it. The
/// same errno words speak of a job's file elsewhere, so these ask for the program, the port or the
/// memory together with its fate.
/// </summary>
internal static class HostMessages
{
    // Programs that phone work calls; a job's own file is never called like one of them.
    private const string Tool =
        @"(?:adb|fastboot|aapt2?|apksigner|zipalign|emulator|avdmanager|sdkmanager|scrcpy|appium|node|npm|npx|java|javac|chromedriver|geckodriver|ffmpeg|ffprobe|python[\d.]*|pip[\d.]*|ruby|perl|php|pwsh|powershell|bash|sh|git|curl|docker|xvfb-run)(?:\.exe|\.cmd|\.bat|\.jar)?";

    private const string Path = @"(?:[^\s'"":]{0,200}[\\/])?";

    private const string NotThere =
        @"(?:no such file or directory|ENOENT|(?:command |inaccessible or )?not found|can ?not find the file)";

    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            "tool_missing",
            Infrastructure,
            "program_missing",
            [
                @"spawn(?:Sync)? (?:""[^""\n]{1,200}""|'[^'\n]{1,200}'|\S{1,200}) (?:ENOENT|EACCES|ENOTDIR|E2BIG|EAGAIN)",
                @"(?:can ?not|could not|couldn't|failed to) (?:run|start|execute|exec|launch) (?:the )?(?:program|process|command|executable|binary) ['""]?"
                    + Path
                    + Tool
                    + @"\b",
                @"trying to start process '[^'\n]{1,200}'",
                @"exec: ""[^""\n]{1,200}"": (?:executable file not found|file does not exist)",
                @"executable (?:is |was )?not found|not (?:be )?found (?:in|on) (?:the |your |\$)*PATH\b",
                @"executable file not found in|is not recogni[sz]ed as an internal or external command|package must be installed|no (?:drivers|plugins) have been installed",
                @"(?:not (?:be )?found|missing|not installed) (?:on|from) (?:your|this|the) (?:system|machine|computer|host)",
                @"exit(?:ed|ing)?(?: with)? (?:code|status):? 12[67]\b",
                @"/env: ['""‘]?\S{1,80}['""’]?: no such file or directory",
                NotThere + @":? (?:- )?['""]?" + Path + Tool + @"['""]?(?! (?:screen|page|button))",
                @"['""]?" + Path + Tool + @"['""]?:? " + NotThere,
                @"['""]?"
                    + Path
                    + Tool
                    + @"['""]? (?:is not recogni[sz]ed|(?:was |is |could )?not (?:be )?found|(?:is |was )?not installed)",
                @"(?:could not|couldn't|can ?not|can't|unable to|failed to) (?:find|locate) (?:the )?(?:an? )?['""]?"
                    + Tool
                    + @"\b(?! (?:screen|page|button|device|server|session))",
                @"(?:ANDROID_HOME|ANDROID_SDK_ROOT|JAVA_HOME|ANDROID_SDK)\b[^\n]{0,80}?\b(?:not set|unset|undefined|not exported|exported|missing|does not exist|invalid|is empty)",
                @"(?:please )?set the (?:ANDROID_HOME|ANDROID_SDK_ROOT|JAVA_HOME)",
                @"unable to locate a java runtime|no java runtime",
                // What a tool brings along itself, and lacks.
                @"(?:can ?not stat|can't open|no such file or directory)\b[^\n]{0,20}?['""][^'""\n]{0,300}(?:/static/|[\\/](?:site|dist)-packages[\\/]|node_modules|platform-tools|build-tools)",
                @"ENOENT: no such file or directory, uv_cwd",
                // As shells say it.
                @"(?m:^|: )(?:exec: |line \d+: )?[\w./+-]+: (?:command )?not found(?=\s*$)",
            ]
        ),
        Rule(
            Infrastructure,
            "port_in_use",
            [
                @"EADDRINUSE|EADDRNOTAVAIL",
                @"address already in use|only one usage of each socket address",
                @"(?:can ?not|could not|couldn't|failed to|unable to) (?:bind|listen)\b(?! (?:argument|parameter))[^\n]{0,40}?\b(?:listener|socket|port|address|to|on)",
                @"port\b[^\n]{0,60}?\b(?:is |was )?(?:already )?(?:busy|in use|occupied|taken|being used|allocated)",
                @"(?:no|any) (?:free|available|unused) ports?",
                @"access a socket in a way forbidden",
            ]
        ),
        Rule(
            Infrastructure,
            "out_of_memory",
            [
                @"(?:out of|can ?not allocate|not enough|insufficient) memory",
                @"heap out of memory|out ?of ?memory ?(?:error|exception)?|memoryerror",
                @"(?m:(?:line \d+: *\d+ |^|\s)Killed\s*$)|line \d+: *\d+ (?:Killed|Terminated|Aborted)|oom[-_ ]?kill\w*|ENOMEM|java heap space|GC overhead limit exceeded|std::bad_alloc",
            ]
        ),
        Rule(
            Infrastructure,
            "host_exhausted",
            [
                @"too many open files|EMFILE|ENFILE",
                @"resource temporarily unavailable|fork: retry|can't start new thread|unable to create (?:new )?native thread",
                @"input/output error|EIO|read-only file system|EROFS|structure needs cleaning|bus error",
                @"device or resource busy|EBUSY|text file busy",
                @"disk quota exceeded|EDQUOT",
                @"\bKVM\b|vmx or svm|e2fsck|\bfsck\b|modprobe|(?:partition|file ?system|volume|mount point)\b[^\n]{0,40}?\b(?:failed|corrupt\w*|full|error|not mounted|unmounted)|kernel panic",
                @"(?:insufficient|not enough|low|no more|ran out of|run out of) (?:\w+ )?(?:memory|space|storage|disk|inodes|swap|resources|handles|descriptors|threads|ram)",
                @"(?:exit(?:ed)?(?: with)? (?:code|status):? |return ?code[ =:]{1,2})(?:134|137|139|143|-6|-9|-11|-15)\b",
                @"(?:another|other) (?:\w+ )?(?:instance|process|session)\b[^\n]{0,40}?\b(?:running|using|holds?)\b|already (?:running|being used|in use)|(?:obtain|acquire|get)(?: the| a)? (?:\w+ )?lock|lock (?:file )?(?:exists|held)",
                @"\[Errno (?:5|6|11|12|16|19|23|24|26|28|30|32)\]",
                @"(?:received|sent|got) (?:a |the )?(?:shutdown|termination|stop|kill) signal|deprovision\w*|spot (?:instance )?interrupt\w*|(?:insufficient|no|out of|not enough) (?:\w+ )?capacity|ImagePullBackOff|ErrImagePull|CrashLoopBackOff",
                @"\$DISPLAY|missing x server|(?:can ?not open|error opening|unable to open) display|overheat\w*|thermal (?:throttl\w*|shutdown)|clock skew",
                @"database\b[^\n]{0,40}?\b(?:locked|malformed|corrupt\w*|busy|read-?only)|unable to open database|SQLITE_(?:BUSY|LOCKED|IOERR|CORRUPT|FULL|READONLY|CANTOPEN)\w*",
                @"time ?too ?skewed|difference between the request time and the current time|\bX server\b|\[?\bxcb\b|double free or corruption|stack smashing|segmentation fault|core dumped|UnsatisfiedLinkError",
                @"paging file is too small|insufficient system resources|being used by another process|ulimit|cgroup",
            ]
        ),
    ];
}
