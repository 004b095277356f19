using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Reading;

/// <summary>
/// A <see cref="JobQuery"/> as a condition on the table jobs, called j, beside claims, called c
/// (<see cref="Jobs"/>).
/// </summary>
internal sealed class JobFilter
{
    /// <summary>The jobs, each with its claim where it has one.</summary>
    public const string Jobs = "jobs j LEFT JOIN claims c ON c.job_key = j.key";

    /// <summary>The status of a job: one that has a claim is claimed.</summary>
    public const string Status = "iif(c.job_key IS NULL, j.status, 'claimed')";

    private readonly List<string> _conditions = [];
    private readonly List<string> _values = [];

    public JobFilter(JobQuery query)
    {
        if (!query.IncludeUnlisted)
        {
            _conditions.Add("j.listed = 1");
        }

        AnyOf(Status, query.Statuses.Select(status => status.ToWord()), wildcards: false);
        AnyOf(
            "j.category",
            query.Categories.Select(category => category.ToWord()),
            wildcards: false
        );
        AnyOf("j.account", query.Accounts, wildcards: true);
        AnyOf("j.job_id", query.JobIds, wildcards: !query.IdsAreLiteral);
    }

    /// <summary>The condition; it is true when nothing is asked.</summary>
    public string Sql => _conditions.Count == 0 ? "TRUE" : string.Join(" AND ", _conditions);

    /// <summary>Binds the values, from parameter 1.</summary>
    public void Bind(Statement statement)
    {
        for (var i = 0; i < _values.Count; i++)
        {
            statement.Bind(i + 1, _values[i]);
        }
    }

    private void AnyOf(string column, IEnumerable<string> values, bool wildcards)
    {
        var tests = new List<string>();
        foreach (var value in values)
        {
            var isPattern = wildcards && value.AsSpan().ContainsAny('*', '?');
            _values.Add(isPattern ? ToGlob(value) : value);
            tests.Add($"{column} {(isPattern ? "GLOB" : "=")} ?{_values.Count}");
        }

        if (tests.Count > 0)
        {
            _conditions.Add($"({string.Join(" OR ", tests)})");
        }
    }

    /// <summary>GLOB has the same * and ?, and brackets besides, which here mean themselves.</summary>
    private static string ToGlob(string pattern) =>
        pattern.Replace("[", "[[]", StringComparison.Ordinal);
}
