using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// The words that mark what a run starts. Each is of one state and of one process that held it: a
/// copy of the state, or the same state in the hands of another process, has other words.
/// </summary>
/// <remarks>All are known from the state alone, so that the next start can look for them.</remarks>
public static class AttemptToken
{
    private const int NameBytes = 8;

    /// <summary>Marks every process of an attempt.</summary>
    /// <param name="stateIdentity">Tells this state from every other.</param>
    /// <param name="owner">The process that runs the attempt.</param>
    /// <param name="attemptId">Unique in the state.</param>
    public static string Of(string stateIdentity, ProcessIdentity owner, long attemptId) =>
        Of(OfSitting(stateIdentity, owner), attemptId);

    /// <summary>The same, of a sitting whose words are known.</summary>
    /// <param name="sitting">They (<see cref="OfSitting"/>).</param>
    /// <param name="attemptId">Unique in the state.</param>
    public static string Of(string sitting, long attemptId) =>
        string.Create(CultureInfo.InvariantCulture, $"{sitting}.{attemptId}");

    /// <summary>What the words of all attempts begin with that one process runs of a state.</summary>
    /// <param name="stateIdentity">Tells this state from every other.</param>
    /// <param name="owner">The process that runs them.</param>
    public static string OfSitting(string stateIdentity, ProcessIdentity owner) =>
        $"{stateIdentity}.{OfProcess(owner)}";

    /// <summary>
    /// Marked an attempt's processes before the owner's name was a part of the mark: a run of such a
    /// version may have been killed before the update.
    /// </summary>
    /// <param name="stateIdentity">Tells this state from every other.</param>
    /// <param name="attemptId">Unique in the state.</param>
    public static string OfEarlierVersions(string stateIdentity, long attemptId) =>
        string.Create(CultureInfo.InvariantCulture, $"{stateIdentity}.{attemptId}");

    /// <summary>Marks what serves all attempts of a run, such as servers.</summary>
    /// <param name="stateIdentity">Tells this state from every other.</param>
    /// <param name="owner">The process that runs it.</param>
    public static string OfServers(string stateIdentity, ProcessIdentity owner) =>
        $"{OfSitting(stateIdentity, owner)}.servers";

    /// <summary>The same, of the run that an attempt is of.</summary>
    /// <param name="attemptToken">The attempt's token.</param>
    public static string OfServers(string attemptToken)
    {
        ArgumentNullException.ThrowIfNull(attemptToken);
        return $"{attemptToken[..attemptToken.LastIndexOf('.')]}.servers";
    }

    /// <summary>
    /// Marks what a process starts while it holds a run, as long as it is not known for which
    /// attempt.
    /// </summary>
    /// <param name="owner">The process.</param>
    public static string OfProcess(ProcessIdentity owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var name = string.Create(CultureInfo.InvariantCulture, $"{owner.Id} {owner.StartToken}");
        return Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, NameBytes)
        );
    }
}
