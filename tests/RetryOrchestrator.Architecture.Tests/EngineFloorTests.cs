namespace RetryOrchestrator.Architecture.Tests;

/// <summary>
/// The six floors of the engine, from the ground up. A room knows those of the floors beneath it;
/// on its own floor it may know a neighbour, but no two know each other (<see cref="CircleTests"/>).
/// </summary>
public sealed class EngineFloorTests
{
    private const string RulesFile = "Outcomes.RulesFile";

    private static readonly string[] Ground = ["Csv", "Files", "Jobs", "Outcomes", "Text"];
    private static readonly string[] First = ["Intake", "Summary", RulesFile];
    private static readonly string[] Second = ["Storage"];
    private static readonly string[] Third = ["Artifacts", "Events", "Guards", "Passes"];
    private static readonly string[] Fourth = ["Configuration", "Execution", "Rendering"];

    private static readonly House Engine = new("RetryOrchestrator.Engine");

    [Fact]
    public void Jobs_outcomes_files_and_words_know_nothing_of_runs() =>
        KnowNothingOf(Ground, [.. First, .. Second, .. Third, .. Fourth]);

    [Fact]
    public void Lists_summaries_and_rules_files_do_not_know_where_a_state_is_kept() =>
        KnowNothingOf(First, [.. Second, .. Third, .. Fourth]);

    [Fact]
    public void The_ports_of_the_state_do_not_know_what_is_decided() =>
        KnowNothingOf(Second, [.. Third, .. Fourth]);

    [Fact]
    public void What_is_decided_does_not_know_who_does_it_or_who_shows_it() =>
        KnowNothingOf(Third, Fourth);

    [Fact]
    public void Doing_showing_and_setting_know_nothing_of_each_other() =>
        Assert.All(
            Fourth,
            room => Assert.Empty(Engine.Knowing(room, [.. Fourth.Where(other => other != room)]))
        );

    [Fact]
    public void What_puts_a_run_together_is_known_to_no_room() =>
        Assert.Empty(Engine.KnowingTheTop());

    [Fact]
    public void Every_room_has_its_floor() =>
        Assert.Equal(
            [.. Engine.Rooms],
            ((string[])[.. Ground, .. First, .. Second, .. Third, .. Fourth])
                .Where(room => room != RulesFile)
                .Order(StringComparer.Ordinal)
        );

    private static void KnowNothingOf(string[] floor, string[] above) =>
        Assert.All(
            floor,
            room =>
                Assert.Empty(
                    Engine.Knowing(room, above, except: room == "Outcomes" ? RulesFile : null)
                )
        );
}
