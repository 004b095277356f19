using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public class ProcessSelectionTests
{
    private const int Self = 100;
    private const int Server = 77;
    private const ulong Mine = 1UL << 61;
    private const ulong OfSession = Mine + 9;

    private static readonly Birth BirthOfMine = new(Mark: 20, Since: 1000)
    {
        Unspecific = new HashSet<ulong> { OfSession },
    };

    [Fact]
    public void What_carries_a_token_is_selected_with_all_its_descendants() =>
        Assert.Equal(
            [10, 11, 12],
            Select([
                Process(10, 1, "mine"),
                Process(11, 10),
                Process(12, 11),
                Process(13, 1, "other"),
            ])
        );

    [Fact]
    public void An_orphan_is_found_by_its_token() =>
        Assert.Equal([12], Select([Process(12, 1, "mine")]));

    [Fact]
    public void A_process_seen_before_still_belongs_but_a_later_one_of_its_id_does_not()
    {
        ProcessEntry[] entries =
        [
            Process(10, 1) with
            {
                Start = 5,
            },
            Process(11, 1) with
            {
                Start = 6,
            },
        ];

        Assert.Equal([10], Select(entries, (10, 5), (11, 7)));
    }

    [Fact]
    public void Neither_this_process_nor_what_is_above_it_is_selected_but_its_children_are() =>
        Assert.Equal(
            [10, 11],
            Select([
                Process(50, 1, "mine"),
                Process(Self, 50, "mine"),
                Process(10, 50, "mine"),
                Process(11, Self, "mine"),
                Process(12, Self),
            ])
        );

    [Fact]
    public void A_server_that_is_spared_keeps_all_it_started() =>
        Assert.Equal(
            [10, 13],
            Select([
                Process(10, 1, "mine"),
                Process(Server, 1, "mine") with
                {
                    Session = Server,
                },
                // By the mark it inherited from the server each would belong.
                Process(11, Server, "mine"),
                Process(12, 11, "mine"),
                Process(13, 1, "mine"),
            ])
        );

    [Fact]
    public void The_program_of_the_attempt_itself_is_never_spared() =>
        Assert.Equal(
            [11, Server],
            SelectWith(Server, [Process(Server, Self, "mine"), Process(11, Server)]).Order()
        );

    [Fact]
    public void What_cleared_its_environment_is_found_by_the_mark_it_inherited() =>
        Assert.Equal(
            [10, 11],
            Select([
                Process(10, 1) with
                {
                    Mark = Mine,
                },
                Process(11, 10),
                Process(12, 1) with
                {
                    Mark = Mine + 1,
                },
            ])
        );

    [Fact]
    public void An_orphan_is_found_in_the_group_or_session_that_one_of_them_leads() =>
        Assert.Equal(
            [10, 11, 12, 13],
            Select([
                Process(10, 1, "mine") with
                {
                    Group = 10,
                    Session = 10,
                },
                Process(11, 1) with
                {
                    Group = 10,
                    Session = 10,
                },
                Process(12, 1) with
                {
                    Group = 12,
                    Session = 10,
                },
                Process(13, 12) with
                {
                    Group = 12,
                    Session = 10,
                },
                Process(14, 1) with
                {
                    Group = 14,
                    Session = 14,
                },
            ])
        );

    [Fact]
    public void A_group_that_one_of_them_is_in_but_does_not_lead_is_not_theirs() =>
        // A script's programs share the group of its PowerShell, and so of what that is piped to.
        Assert.Equal(
            [10],
            Select([
                Process(10, 1, "mine") with
                {
                    Group = 9,
                    Session = 8,
                },
                Process(11, 1) with
                {
                    Group = 9,
                    Session = 8,
                },
            ])
        );

    [Fact]
    public void What_is_left_in_the_session_of_a_program_that_has_ended_is_found_while_its_id_is_kept() =>
        Assert.Equal(
            [12],
            SelectWith(
                10,
                [
                    Process(12, 1) with
                    {
                        Group = 12,
                        Session = 10,
                    },
                    Process(13, 1) with
                    {
                        Session = 11,
                    },
                ]
            )
        );

    [Fact]
    public void What_was_born_too_early_to_be_marked_is_found_by_its_birth_unless_it_is_anothers() =>
        Assert.Equal(
            [10, 11],
            Select([
                Born(10),
                Born(11) with
                {
                    Mark = OfSession,
                },
                // The mark of another attempt that had the number before.
                Born(12) with
                {
                    Mark = Mine + 1,
                },
                Born(14) with
                {
                    BirthMark = BirthOfMine.Mark + 1,
                },
                Born(15) with
                {
                    Start = BirthOfMine.Since - 1,
                },
                Born(16) with
                {
                    BirthMark = BirthMark.None,
                },
            ])
        );

    [Fact]
    public void Who_has_no_birth_mark_tells_nothing_by_it() =>
        Assert.False(
            (BirthOfMine with { Mark = BirthMark.None }).IsOf(
                Born(10) with
                {
                    BirthMark = BirthMark.None,
                },
                new HashSet<int> { 1 }
            )
        );

    [Fact]
    public void What_another_run_has_just_started_is_not_taken_for_ours_though_it_has_the_same_number() =>
        Assert.Equal(
            [10, 11, 12],
            Select([
                Process(50, 1),
                Process(Self, 50),
                // Ours, and orphans: one that what is above this process took in, one nobody did.
                Born(10) with
                {
                    ParentId = Self,
                },
                Born(11) with
                {
                    ParentId = 50,
                },
                Born(12),
                Process(60, 1),
                Born(13) with
                {
                    ParentId = 60,
                },
            ])
        );

    [Fact]
    public void What_started_another_comes_before_it() =>
        Assert.Equal(
            [10, 11, 12, 13],
            SelectWith(
                0,
                [
                    Process(13, 12, "mine"),
                    Process(12, 11, "mine"),
                    Process(11, 10, "mine"),
                    Process(10, 1, "mine"),
                ]
            )
        );

    private static ProcessEntry Process(int id, int parent, string? token = null) =>
        new(id, parent, Start: id) { Token = token };

    private static IEnumerable<int> Select(ProcessEntry[] entries, params (int, long)[] known) =>
        SelectWith(0, entries, known).Order();

    private static ProcessEntry Born(int id) =>
        Process(id, 1) with
        {
            Start = BirthOfMine.Since,
            BirthMark = BirthOfMine.Mark,
        };

    private static IEnumerable<int> SelectWith(
        int holder,
        ProcessEntry[] entries,
        params (int, long)[] known
    ) =>
        ProcessSelection
            .Select(
                new ProcessSnapshot([.. entries, Process(1, 0)]),
                new Belonging
                {
                    Tokens = new HashSet<string> { "mine" },
                    Marks = new HashSet<ulong> { Mine },
                    Known = known.ToHashSet(),
                    Birth = BirthOfMine,
                },
                Self,
                entry => entry.Id == Server,
                holder
            )
            .Select(entry => entry.Id);
}
