using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Intake;

/// <summary>
/// Ids that an earlier version took with characters nobody sees, or with letters in parts, get the
/// names that lists are read with now, so that what was done under them stays done.
/// </summary>
internal static class InvisibleIds
{
    /// <summary>
    /// Renames them. Where several jobs turn out to be one, a done one gets the name; the others
    /// keep theirs, which no list can have any more, and stay in the history. Part of the caller's
    /// transaction.
    /// </summary>
    public static void Rename(Database database)
    {
        var affected = Find(database);
        if (affected.Count == 0)
        {
            return;
        }

        using var holder = database.Prepare("SELECT key, status FROM jobs WHERE job_id = ?1");
        using var rename = database.Prepare("UPDATE jobs SET job_id = ?2 WHERE key = ?1");
        foreach (var (key, id, isDone) in affected)
        {
            var name = NameText.Of(id).Trim();
            if (!holder.Bind(1, name).Step())
            {
                holder.Reset();
                rename.Bind(1, key).Bind(2, name).Execute();
                continue;
            }

            var (other, otherIsDone) = (holder.Int64(0), IsDone(holder.Text(1)));
            holder.Reset();
            if (isDone && !otherIsDone)
            {
                rename.Bind(1, other).Bind(2, FreeName(holder, id)).Execute();
                rename.Bind(1, key).Bind(2, name).Execute();
            }
        }
    }

    // One that no list can have, and no other job.
    private static string FreeName(Statement holder, string id)
    {
        bool isTaken;
        do
        {
            id += '\u200B';
            isTaken = holder.Bind(1, id).Step();
            holder.Reset();
        } while (isTaken);

        return id;
    }

    private static List<(long Key, string Id, bool IsDone)> Find(Database database)
    {
        var found = new List<(long, string, bool)>();
        using var query = database.Prepare(
            "SELECT key, job_id, status FROM jobs WHERE job_id GLOB '*[^ -~]*'"
        );
        while (query.Step())
        {
            var id = query.Text(1);
            if (NameText.Of(id).Length != id.Length)
            {
                found.Add((query.Int64(0), id, IsDone(query.Text(2))));
            }
        }

        return found;
    }

    // What may have been done counts as done: it must not be done twice either.
    private static bool IsDone(string status) =>
        status == JobStatus.Success.ToWord() || status == JobStatus.Uncertain.ToWord();
}
