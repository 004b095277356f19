namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Windows runs <c>.cmd</c> and <c>.bat</c> files through its shell, which gives meaning to
/// characters of the arguments that no quoting takes away for certain. So arguments that hold such
/// a character are refused instead of run.
/// </summary>
internal static class BatchFile
{
    private const string Special = "\"&|<>^%!()\r\n";

    public static bool Is(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".cmd" or ".bat";

    /// <summary>What is wrong with the first unsafe argument, or null.</summary>
    public static string? FindUnsafe(IEnumerable<string> arguments)
    {
        var number = 0;
        foreach (var argument in arguments)
        {
            number++;
            var at = argument.AsSpan().IndexOfAny(Special);
            if (at >= 0)
            {
                var what = argument[at] is '\r' or '\n' ? "a line break" : $"'{argument[at]}'";
                return $"Argument {number} contains {what}, which the Windows shell would interpret: "
                    + "a .cmd or .bat file cannot be given it. Let the file read the job from "
                    + "standard input, or use a program that is no batch file.";
            }
        }

        return null;
    }
}
