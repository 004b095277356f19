using CsCheck;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Outcomes.RulesFile;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Tests.Intake.Support;
using RetryOrchestrator.Engine.Tests.Support;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Model.Tests.Hostile;

/// <summary>
/// Every file that people write is read whatever is in it: it is taken whole, or refused with
/// faults that name their places. Nothing else comes out, and nothing is half done.
/// </summary>
public class DamagedFileTests
{
    private static readonly string[] Jobs =
    [
        "job_id,account,device,video_path,caption\nv1,ann,,a.mp4,\"Hello, \"\"you\"\"\"\nv2,bob,,b/c.mp4,\"two\nlines\"\nv3,,e1,,\n",
        "\uFEFFId;Account;Caption\r\n1;ann;\"x;y\"\r\n2;ann;z\r\n",
        "JOB ID\taccount\nv1\tann\nv2\tbob",
    ];

    private static readonly string[] Progress =
    [
        "job_id,account,video_path,caption,status,worker_id,claimed_at,completed_at,error,attempts,max_attempts,retry_at,error_type,error_category,pass_number,more\n"
            + "v1,ann,a.mp4,'=x,success,1,2026-01-31T18:30:00,2026-01-31T18:31:00+01:00,,1,5,,,,1,m\n"
            + "v2,bob,b.mp4,y,failed,2,2026-01-31 18:30:00.123,2026-01-31 18:31:00,Account suspended,3,5,,suspended,account,2,\n"
            + "v3,,c.mp4,,claimed,3,,,,0,5,,,,1,\nv4,,,,retrying,,,,ADB timeout,2,5,2026-02-01T00:00:00,,,1,\nv5,,,,skipped,,,,,,,,,,,\n",
    ];

    private static readonly string[] RulesCsv =
    [
        "category,type,message,exception_type,exit_code,name\naccount,quota_used_up,\"quota .{0,20}used up\",,,the quota\ninfrastructure,temp,,,75,EX_TEMPFAIL\ninput,,,FormatException,,\n",
    ];

    private static readonly string[] RulesJson =
    [
        """
            // ours
            [
              { "category": "account", "type": "shadow_ban", "message": "reach is (very )?limited" },
              { "Category": "Infrastructure", "exitCode": 75, },
              { "category": "input", "exception_type": "FormatException", "name": "format" },
            ]
            """,
    ];

    private static readonly string[] Configuration =
    [
        """
            {
              // comments are fine
              "Workers": 3, "MaxPasses": 5, "RetryDelaySeconds": 60, "NoRetryUnknown": true,
              "Command": "python", "ArgumentList": ["post.py", "{account}", "{video_path}"],
              "FailureRulesPath": "failure-rules.csv", "Banner": "Box", "SimulateSeed": -7,
              "AccountDevice": { "ann": "emulator-5554" },
            }
            """,
    ];

    [Fact]
    public void A_jobs_file_is_taken_whole_or_refused_with_places() =>
        Sample(Damaged.Of(Jobs), content => ReadJobs(content));

    [Fact]
    public void A_progress_csv_is_taken_over_whole_or_refused_with_places() =>
        Sample(Damaged.Of(Progress), content => ReadJobs(content));

    [Fact]
    public void What_is_taken_from_a_list_can_be_stored_and_run() =>
        Sample(
            Damaged.Of([.. Jobs, .. Progress]),
            content =>
            {
                using var file = new JobsFile(content);
                if (JobsFile.Faults(file.Source()).Count > 0)
                {
                    return;
                }

                var ids = file.Source().Read().Select(item => item.Row!.Job.Id).ToList();
                using var run = new RunHarness();
                run.StartAsync(file.Source(), _ => Result.Ok).GetAwaiter().GetResult();
                Assert.Equal(ids, run.Jobs().Select(job => job.JobId));
            },
            part: 10
        );

    [Fact]
    public void Failure_rules_in_csv_are_taken_whole_or_refused_with_places() =>
        Sample(Damaged.Of(RulesCsv), content => ReadRules(content, "rules.csv"));

    [Fact]
    public void Failure_rules_in_json_are_taken_whole_or_refused_with_places() =>
        Sample(Damaged.Of(RulesJson), content => ReadRules(content, "rules.json"));

    [Fact]
    public void A_configuration_is_taken_whole_or_refused_with_places() =>
        Sample(Damaged.Of(Configuration), ReadConfiguration);

    private static void ReadJobs(byte[] content)
    {
        using var file = new JobsFile(content);
        var source = file.Source();
        Assert.NotNull(source.Fingerprint() ?? JobsFile.Faults(source).FirstOrDefault());
        var items = source.Read().ToList();
        Assert.NotEmpty(items);
        foreach (var fault in items.Select(item => item.Fault).OfType<IntakeFault>())
        {
            Rejection.AssertIsClear($"{fault.Place}: {fault.Problem}", Rejection.LinesOf(content));
        }

        var jobs = items.Select(item => item.Row?.Job).OfType<Engine.Jobs.Job>().ToList();
        Assert.Equal(jobs.Count, jobs.DistinctBy(job => job.Id).Count());
        Assert.All(jobs, job => Assert.InRange(job.Id.Length, 1, 200));
        Assert.All(jobs, job => job.ResolvedAgainst(file.Folder));
    }

    private static void ReadRules(byte[] content, string name)
    {
        using var file = new JobsFile(content, name);
        try
        {
            var rules = FailureRulesFile.Read(file.Path);
            Assert.NotEmpty(rules);
            var evidence = new FailureEvidence { Message = "quota aaaaaaaaaaaaaaaaaaaa! used up" };
            new FailureClassifier(rules).Classify(evidence);
        }
        catch (ConfigurationException refused)
        {
            AssertIsClear(refused, content);
        }
    }

    private static void ReadConfiguration(byte[] content)
    {
        using var file = new JobsFile(content, ConfigurationFile.FileName);
        try
        {
            var read = ConfigurationFile.Read(file.Path, SampleSettings.Catalog);
            SettingsResolver.Resolve(
                SampleSettings.Catalog,
                new Dictionary<string, object?>(),
                read
            );
        }
        catch (ConfigurationException refused)
        {
            AssertIsClear(refused, content);
        }
    }

    private static void AssertIsClear(ConfigurationException refused, byte[] content)
    {
        Assert.NotEmpty(refused.Faults);
        Assert.All(
            refused.Faults,
            fault => Rejection.AssertIsClear(fault, Rejection.LinesOf(content))
        );
    }

    private static void Sample(Gen<byte[]> files, Action<byte[]> read, int part = 1) =>
        files.Sample(
            read,
            iter: ProofSettings.Pick(1_000, 100_000) / part,
            seed: ProofSettings.SampleSeed,
            print: Convert.ToBase64String
        );
}
