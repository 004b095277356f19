using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Machine;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>
/// The lease of a phone towards everything else on this machine: other workers, other runs, other
/// users' runs. One that adb shows by two serials is locked by both.
/// </summary>
internal sealed class PhoneLock : IDisposable
{
    private readonly IReadOnlyList<IDisposable> _held;

    private PhoneLock(IReadOnlyList<IDisposable> held) => _held = held;

    /// <summary>Takes the lock, or returns null when another has it.</summary>
    /// <param name="locks">The machine's locks.</param>
    /// <param name="server">The adb server that shows the phone.</param>
    /// <param name="serials">What the server calls it.</param>
    /// <exception cref="IOException">The machine keeps no locks just now.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may take none.</exception>
    public static PhoneLock? TryTake(
        IMachineLocks locks,
        AdbServerAddress server,
        IEnumerable<string> serials
    )
    {
        var held = new List<IDisposable>();
        try
        {
            foreach (var serial in serials.Distinct(StringComparer.Ordinal))
            {
                if (locks.TryTake(NameOf(server, serial)) is not { } taken)
                {
                    return null;
                }

                held.Add(taken);
            }

            var phone = new PhoneLock(held);
            held = [];
            return phone;
        }
        finally
        {
            held.ForEach(one => one.Dispose());
        }
    }

    /// <summary>
    /// What is locked. All servers of this machine see the same phones by the same serials, so which
    /// of them it is does not count: two users may each have one. A serial of another machine's
    /// server says nothing of the phones here.
    /// </summary>
    public static string NameOf(AdbServerAddress server, string serial) =>
        server.IsLocal
            ? $"device {serial}"
            : FormattableString.Invariant($"device {serial} of {server.Host}:{server.Port}");

    /// <summary>Gives the phone back.</summary>
    public void Dispose()
    {
        foreach (var one in _held)
        {
            one.Dispose();
        }
    }
}
