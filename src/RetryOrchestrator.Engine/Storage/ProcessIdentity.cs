namespace RetryOrchestrator.Engine.Storage;

/// <summary>
/// A process that cannot be mistaken for a later one with the same id.
/// </summary>
/// <param name="Id">The process id.</param>
/// <param name="StartToken">
/// What the operating system says of its start: it differs for any two processes that ever had
/// the same id on one machine, and does not depend on the wall clock.
/// </param>
/// <param name="HostName">The machine.</param>
public sealed record ProcessIdentity(int Id, string StartToken, string HostName);
