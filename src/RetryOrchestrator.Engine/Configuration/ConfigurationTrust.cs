using System.Globalization;
using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Engine.Configuration;

/// <summary>
/// Whether the configuration file, which names the program that runs a job, can be another user's
/// doing. Known on Linux.
/// </summary>
public static class ConfigurationTrust
{
    private const uint Root = 0;

    /// <summary>Who else has a say in a file, as the end of a sentence; null for nobody.</summary>
    /// <param name="path">The file.</param>
    public static string? FindStranger(string path) =>
        FileFacts.CurrentUser is { } me && FileFacts.Of(path, follow: true) is { } facts
            ? FindStranger(facts, me, NameOf)
            : null;

    /// <summary>Whether this process may do everything on this machine.</summary>
    public static bool IsRoot => FileFacts.CurrentUser == Root;

    /// <summary>The same from the facts. Pure.</summary>
    /// <param name="file">The file.</param>
    /// <param name="me">The user that this process is.</param>
    /// <param name="nameOf">What a user is called.</param>
    internal static string? FindStranger(FileFacts file, uint me, Func<uint, string> nameOf)
    {
        if (file.Owner is { } owner && owner != me && owner != Root)
        {
            return $"belongs to {nameOf(owner)}";
        }

        if (file.Mode.HasFlag(UnixFileMode.OtherWrite))
        {
            return "can be written by everybody";
        }

        // A user's own group is often theirs alone; what root runs, nobody else shall write.
        return me == Root && file.Group != Root && file.Mode.HasFlag(UnixFileMode.GroupWrite)
            ? $"can be written by the group {file.Group}"
            : null;
    }

    private static string NameOf(uint user)
    {
        var id = user.ToString(CultureInfo.InvariantCulture);
        try
        {
            var line = File.ReadLines("/etc/passwd")
                .Select(line => line.Split(':'))
                .FirstOrDefault(fields => fields.Length > 2 && fields[2] == id);
            return line is null ? $"user {id}" : $"user '{line[0]}'";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"user {id}";
        }
    }
}
