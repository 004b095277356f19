using System.Globalization;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>The word that marks every process of an attempt.</summary>
public static class AttemptToken
{
    /// <summary>Known from the state alone, so that the next start can look for it.</summary>
    /// <param name="stateIdentity">Tells this state from every other.</param>
    /// <param name="attemptId">Unique in the state.</param>
    public static string Of(string stateIdentity, long attemptId) =>
        string.Create(CultureInfo.InvariantCulture, $"{stateIdentity}.{attemptId}");
}
