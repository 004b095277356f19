using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Ownership;

/// <summary>A process that holds the state, or held it.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Owner">Who it is.</param>
/// <param name="Heartbeat">How often it has said that it is alive.</param>
/// <param name="HeartbeatAt">When it last did, by its own clock.</param>
internal sealed record OwnerRow(long Id, Member Owner, long Heartbeat, DateTimeOffset HeartbeatAt)
{
    /// <summary>The one that holds the state now, or null.</summary>
    public static OwnerRow? ReadCurrent(Database database) =>
        Read(database, "(SELECT owner_id FROM meta)");

    /// <summary>The one with this id.</summary>
    public static OwnerRow? Read(Database database, long id) =>
        Read(database, id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static OwnerRow? Read(Database database, string id)
    {
        using var query = database.Prepare(
            $"""
            SELECT id, process_id, start_token, host, started_at, heartbeat, heartbeat_at
            FROM owners WHERE id = {id}
            """
        );
        return query.Step()
            ? new OwnerRow(
                query.Int64(0),
                new Member(
                    new ProcessIdentity(query.Int32(1), query.Text(2), query.Text(3)),
                    query.Time(4)
                ),
                query.Int64(5),
                query.Time(6)
            )
            : null;
    }
}
