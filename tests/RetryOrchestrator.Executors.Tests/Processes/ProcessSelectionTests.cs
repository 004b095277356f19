using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public class ProcessSelectionTests
{
    private const int Self = 100;
    private const ulong Mine = 1UL << 61;

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
    public void The_shared_adb_server_is_spared() =>
        Assert.Equal(
            [10],
            Select([Process(10, 1, "mine"), Process(11, 1, "mine") with { IsSharedServer = true }])
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
    public void A_program_of_somebody_else_that_was_handed_the_mark_by_chance_is_spared_with_all_it_started() =>
        Assert.Equal(
            [10, 12],
            SelectWith(
                10,
                [
                    Process(10, Self) with
                    {
                        Mark = Mine,
                    },
                    Process(12, 1) with
                    {
                        Mark = Mine,
                    },
                    Process(20, Self) with
                    {
                        Mark = Mine,
                    },
                    Process(21, 20) with
                    {
                        Mark = Mine,
                    },
                ]
            )
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

    private static IEnumerable<int> SelectWith(
        int child,
        ProcessEntry[] entries,
        params (int, long)[] known
    ) =>
        ProcessSelection
            .Select(
                new ProcessSnapshot([.. entries, Process(1, 0)]),
                new HashSet<string> { "mine" },
                new HashSet<ulong> { Mine },
                known.ToHashSet(),
                Self,
                child,
                childHoldsId: child > 0
            )
            .Select(entry => entry.Id);
}
