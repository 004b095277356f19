using System.Management.Automation;

namespace RetryOrchestrator.Host.Running;

/// <summary>An error in one clear message.</summary>
internal static class ErrorText
{
    /// <summary>The command, what is wrong, and the remedy where the error carries one.</summary>
    public static string Of(ErrorRecord error)
    {
        var command = error.InvocationInfo?.MyCommand?.Name;
        var text = string.IsNullOrEmpty(command) ? $"{error}" : $"{command}: {error}";
        return error.ErrorDetails?.RecommendedAction is { Length: > 0 } remedy
            ? $"{text}\n{remedy}"
            : text;
    }
}
