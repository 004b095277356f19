using System.ComponentModel;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>What it means that a program could not be started: for this job, or for every job.</summary>
internal static class StartFailure
{
    private const string NotStartedType = "program_not_started";

    private const string ArtifactsType = "artifacts_not_writable";

    private const int ArgumentsTooLong = 7; // E2BIG
    private const int CommandLineTooLong = 206; // ERROR_FILENAME_EXCED_RANGE
    private const int NotThere = 2; // ENOENT, ERROR_FILE_NOT_FOUND

    // EACCES, ENOEXEC, ENOTDIR, EISDIR, ELOOP.
    private static readonly int[] Unusable = [13, 8, 20, 21, 40];

    // ERROR_PATH_NOT_FOUND, ERROR_ACCESS_DENIED, ERROR_BAD_EXE_FORMAT.
    private static readonly int[] UnusableOnWindows = [3, 5, 193];

    /// <summary>The evidence.</summary>
    /// <param name="program">The program.</param>
    /// <param name="workingDirectory">The folder it was to run in.</param>
    /// <param name="cause">What the system said.</param>
    public static FailureEvidence Of(string program, string workingDirectory, Exception cause)
    {
        var code = (cause as Win32Exception)?.NativeErrorCode;
        if (code is ArgumentsTooLong or CommandLineTooLong)
        {
            return new FailureEvidence
            {
                Message =
                    "The job's values are longer than this system lets a program's arguments be. "
                    + "Let the program read them from standard input.",
                Exception = cause,
                DeclaredCategory = FailureCategory.Input,
                DeclaredType = "invalid_argument",
            };
        }

        var isUnusable = code is { } known && IsUnusable(known);
        // The system says no more than that something is not there.
        return isUnusable && !Directory.Exists(workingDirectory)
            ? new FailureEvidence
            {
                Message =
                    $"The folder '{workingDirectory}', in which the programs run, is not there any more. "
                    + "Make it again, or name another with -WorkingDirectory.",
                Exception = cause,
                DeclaredCategory = FailureCategory.Infrastructure,
                DeclaredType = NotStartedType,
                ConcernsEveryJob = true,
            }
            : new FailureEvidence
            {
                Message =
                    $"The program '{program}' could not be started in '{workingDirectory}': "
                    + cause.Message.TrimEnd('.')
                    + (isUnusable ? Remedy(program, code!.Value) : "")
                    + (SystemLimit.IsCause(cause) ? $".{SystemLimit.Remedy(cause)}" : ""),
                Exception = cause,
                DeclaredCategory = FailureCategory.Infrastructure,
                DeclaredType = isUnusable ? Failure.CommandNotFoundType : NotStartedType,
                // A limit of the system passes; what is not there is not there for the next job either.
                ConcernsEveryJob = isUnusable,
            };
    }

    /// <summary>
    /// The evidence when a program was not started because what it writes would go elsewhere.
    /// </summary>
    /// <param name="cause">What is wrong with the attempt's folder, and the remedy.</param>
    public static FailureEvidence OfArtifacts(IOException cause) =>
        new()
        {
            Message = cause.Message,
            Exception = cause,
            DeclaredCategory = FailureCategory.Infrastructure,
            DeclaredType = ArtifactsType,
        };

    private static bool IsUnusable(int code) =>
        code == NotThere
        || (OperatingSystem.IsWindows() ? UnusableOnWindows : Unusable).Contains(code);

    private static string Remedy(string program, int code) =>
        code == NotThere && File.Exists(program) && !OperatingSystem.IsWindows()
            ? ". The file is there: the interpreter that its first line names is not"
            : "";
}
