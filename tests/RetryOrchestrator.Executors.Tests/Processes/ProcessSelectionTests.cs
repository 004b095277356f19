using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public class ProcessSelectionTests
{
    private const int Self = 100;

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

    private static ProcessEntry Process(int id, int parent, string? token = null) =>
        new(id, parent, Start: id) { Token = token };

    private static IEnumerable<int> Select(ProcessEntry[] entries, params (int, long)[] known) =>
        ProcessSelection
            .Select(
                [.. entries, Process(1, 0)],
                new HashSet<string> { "mine" },
                known.ToHashSet(),
                Self
            )
            .Select(entry => entry.Id)
            .Order();
}
