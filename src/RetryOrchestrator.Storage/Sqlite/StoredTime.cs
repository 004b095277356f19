namespace RetryOrchestrator.Storage.Sqlite;

/// <summary>Times are kept as UTC ticks: exact, ordered, and free of time zones.</summary>
internal static class StoredTime
{
    public static DateTimeOffset Read(long ticks) => new(ticks, TimeSpan.Zero);

    public static DateTimeOffset? Read(long? ticks) => ticks is { } value ? Read(value) : null;
}
