using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>A job that posts one video, and its attempts.</summary>
internal static class OneVideo
{
    public const string Caption = "it's \"it\" $HOME `id` 🎬\nline 2";

    public static Attempt Attempt(VideoPhones phones, int number = 1)
    {
        var video = Path.Combine(phones.Folder, "video.mp4");
        File.WriteAllBytes(video, new byte[5000]);
        return new Attempt
        {
            Id = number,
            Job = new Job(
                "7",
                new JobColumns([
                    new("job_id", "7"),
                    new("account", "anna"),
                    new("video_path", video),
                    new("caption", Caption),
                ])
            ),
            RunId = 1,
            Pass = number,
            Worker = 1,
            Number = number,
            CountedBefore = number - 1,
            ArtifactFolder = Path.Combine(phones.Folder, "artifacts", $"{number}"),
            Token = $"{Guid.NewGuid():N}.{number}",
        };
    }
}
