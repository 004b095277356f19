using System.Management.Automation.Runspaces;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// What scripts may call the columns of <c>$Job</c> whose names are the contract's: a list with
/// the column <c>id</c> or <c>Video Path</c> has scripts that say <c>$Job.id</c>. They are hidden:
/// whoever looks at the properties of a job sees each column once.
/// </summary>
internal static class JobType
{
    private const string Plain = "RetryOrchestrator.Job";
    private const string WithVideo = "RetryOrchestrator.VideoJob";

    /// <summary>For the session state of workers.</summary>
    public static IEnumerable<TypeData> Types =>
        [
            Aliases(Plain, (ColumnName.JobId, ["id", "JobId", "Job Id"])),
            Aliases(
                WithVideo,
                (ColumnName.JobId, ["id", "JobId", "Job Id"]),
                (ColumnName.VideoPath, ["VideoPath", "Video Path"])
            ),
        ];

    /// <summary>The type's name for a job with these columns.</summary>
    public static string NameFor(JobColumns columns) =>
        columns[ColumnName.VideoPath] is null ? Plain : WithVideo;

    private static TypeData Aliases(string type, params (string Column, string[] Names)[] columns)
    {
        var data = new TypeData(type);
        foreach (var (column, names) in columns)
        {
            foreach (var name in names)
            {
                data.Members[name] = new AliasPropertyData(name, column) { IsHidden = true };
            }
        }

        return data;
    }
}
