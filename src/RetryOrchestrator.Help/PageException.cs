namespace RetryOrchestrator.Help;

/// <summary>A page of help that cannot be made into help.</summary>
/// <param name="place">The file, with its line where there is one: <c>Get-X.md(12)</c>.</param>
/// <param name="message">What is wrong.</param>
internal sealed class PageException(string place, string message) : Exception(message)
{
    /// <summary>The file, with its line where there is one.</summary>
    public string Place => place;
}
