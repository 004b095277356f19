using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Tests.Intake.Support;

namespace RetryOrchestrator.Engine.Tests.Intake;

public class InvisibleNameTests
{
    /// <summary>Zero-width, joiners, marks, fillers, and what lies beyond 16 bits.</summary>
    public static TheoryData<string> Invisible =>
        [
            "\u200B",
            "\u200C",
            "\u200D",
            "\uFEFF",
            "\u00AD",
            "\u200E",
            "\u200F",
            "\u061C",
            "\u2060",
            "\u2063",
            "\u202E",
            "\u2066",
            "\u180E",
            "\u034F",
            "\u3164",
            "\uFE0F",
            "\U000E0041",
            "\u200B\uFEFF\u200B",
        ];

    [Theory]
    [MemberData(nameof(Invisible))]
    public void Ids_accounts_and_devices_lose_what_nobody_sees_wherever_it_stands(string c)
    {
        var jobs = JobsFile
            .Rows(
                $"job_id,account,device,caption\nv{c}5,{c}ben,phone{c},a{c}b\nv6 {c},b{c}en, {c},\n"
            )
            .ConvertAll(row => row.Job);

        Assert.Equal(["v5", "v6"], jobs.Select(job => job.Id));
        Assert.Equal(["ben", "ben"], jobs.Select(job => job.Account));
        Assert.Equal(["phone", null], jobs.Select(job => job.Device));
        // What is no name is the job's own business.
        Assert.Equal($"a{c}b", jobs[0].Columns["caption"]);
    }

    [Theory]
    [MemberData(nameof(Invisible))]
    public void Two_ids_that_look_the_same_are_one_used_twice(string c) =>
        Assert.Equal(
            ["line 3: job_id 'v5' is used by line 2 already; ids must be unique"],
            JobsFile.Faults($"job_id\nv5\nv5{c}\n")
        );

    [Theory]
    [MemberData(nameof(Invisible))]
    public void Headers_are_known_whatever_nobody_sees_in_them(string c)
    {
        var row = Assert.Single(JobsFile.Rows($"{c}job_id,acc{c}ount,no{c}te{c}\nv1,ben,x\n"));

        Assert.Equal(["job_id", "account", "note"], row.Job.Columns.Select(column => column.Key));
        Assert.Equal("ben", row.Job.Account);
    }

    /// <summary>Letters in parts, and the letters: accents, two of them, Greek, kana, Hangul.</summary>
    public static TheoryData<string, string> InParts =>
        new()
        {
            { "cafe\u0301", "caf\u00E9" },
            { "A\u030Angstro\u0308m", "\u00C5ngstr\u00F6m" },
            { "tie\u0302\u0301ng Vie\u0323\u0302t", "ti\u1EBFng Vi\u1EC7t" },
            { "\u03B1\u0301", "\u03AC" },
            { "\u0438\u0306", "\u0439" },
            { "\u304B\u3099", "\u304C" },
            { "\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00" },
        };

    [Theory]
    [MemberData(nameof(InParts))]
    public void Letters_in_parts_are_those_that_are_whole(string parts, string whole)
    {
        var job = Assert
            .Single(JobsFile.Rows($"job_id,account,{parts},caption\n{parts},{parts},x,{parts}\n"))
            .Job;

        Assert.Equal((whole, whole), (job.Id, job.Account));
        Assert.Equal("x", job.Columns[whole]);
        Assert.Equal(parts, job.Columns["caption"]);
        Assert.Equal(
            [$"line 3: job_id '{whole}' is used by line 2 already; ids must be unique"],
            JobsFile.Faults($"job_id\n{whole}\n{parts}\n")
        );
    }

    [Theory]
    [InlineData("x\u0302")]
    [InlineData("\u0301a")]
    [InlineData("caf\u00E9")]
    [InlineData("\uD83D\uDE00")]
    public void What_has_no_whole_letter_stays_as_it_is(string id) =>
        Assert.Equal(id, Assert.Single(JobsFile.Rows($"job_id\n{id}\n")).Job.Id);

    [Fact]
    public void Letters_that_were_joined_are_told()
    {
        using var file = new JobsFile("job_id\nv1\ncafe\u0301\u200B\n");
        using var session = new RecordingSession();

        var counts = IntakeLoader.Load(file.Source(), session, "print");

        Assert.Equal(
            "line 3: U+200B, U+0301 (joined with its letter) in job_id 'caf\u00E9'",
            Assert.Single(counts.Cleaned.First)
        );
    }

    [Fact]
    public void What_was_taken_out_is_told_with_its_place_and_code_points()
    {
        using var file = new JobsFile("job_id,account\nv1,a\nv\u200B2,\uFEFFb\u200B\n");
        using var session = new RecordingSession();

        var counts = IntakeLoader.Load(file.Source(), session, "print");

        Assert.Equal(1, counts.Cleaned.Count);
        Assert.Equal(
            "line 3: U+200B in job_id 'v2', U+FEFF, U+200B in account 'b'",
            Assert.Single(counts.Cleaned.First)
        );
    }

    [Theory]
    [InlineData("علی‌رضا")]
    [InlineData("क्‍ष")]
    [InlineData("👩‍💻")]
    [InlineData("❤️‍🔥")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")]
    [InlineData("葛\U000E0100城")]
    [InlineData("日本☃é ß")]
    public void What_changes_the_look_of_a_name_is_a_part_of_it(string name)
    {
        Assert.False(InvisibleText.IsIn(name));
        Assert.Equal(name, Assert.Single(JobsFile.Rows($"job_id\n{name}\n")).Job.Id);
    }

    [Fact]
    public void A_message_shows_what_nobody_sees()
    {
        Assert.Equal(
            ["line 1: has no column 'job_id' (or 'id'); its columns are 'name<U+200B>'"],
            JobsFile.Faults("name\u200B\nv1\n")
        );
        Assert.Equal(
            ["line 3: job_id is blank; every job needs one of its own"],
            JobsFile.Faults("job_id,account\nv1,a\n\u200B,a\n")
        );
    }

    [Fact]
    public void A_taken_over_status_is_read_whatever_nobody_sees_in_it() =>
        Assert.Equal(
            JobStatus.Success,
            Assert
                .Single(JobsFile.Rows("job_id,status,attempts\nv1,success\u200B,\uFEFF2\n"))
                .Progress!.Status
        );

    [Fact]
    public void Piped_objects_are_read_by_the_same_rules()
    {
        var source = new JobListSource(
            [
                [new("job\u200B_id", "v\uFEFF1")],
            ],
            "/"
        );

        Assert.Equal("v1", Assert.Single(source.Read()).Row!.Job.Id);
    }
}
