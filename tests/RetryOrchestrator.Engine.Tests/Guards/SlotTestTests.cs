using RetryOrchestrator.Engine.Guards;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>What failures in a row say about the slot they happened on.</summary>
public sealed class SlotTestTests
{
    private const int Jobs = 60;

    private static readonly Tries Sound = new(20, 0);

    [Fact]
    public void Three_in_a_row_beside_others_that_succeed_are_its_fault() =>
        Assert.Equal(SlotFinding.ItsFault, SlotTest.Judge(3, Sound, new Tries(5, 0), Jobs));

    [Fact]
    public void Two_say_nothing_whatever_the_others_do() =>
        Assert.Equal(SlotFinding.NotItsFault, SlotTest.Judge(2, Sound, new Tries(20, 0), Jobs));

    [Fact]
    public void As_long_as_nobody_else_has_ended_it_is_undecided() =>
        Assert.Equal(SlotFinding.Undecided, SlotTest.Judge(3, default, default, Jobs));

    [Fact]
    public void Others_that_fail_meanwhile_are_a_common_cause() =>
        Assert.Equal(SlotFinding.NotItsFault, SlotTest.Judge(5, Sound, new Tries(3, 3), Jobs));

    [Fact]
    public void Where_half_of_all_fail_three_in_a_row_are_chance() =>
        Assert.Equal(
            SlotFinding.NotItsFault,
            SlotTest.Judge(3, new Tries(200, 100), new Tries(12, 6), 400)
        );

    [Fact]
    public void A_longer_list_needs_a_longer_row()
    {
        var elsewhere = new Tries(40, 2);
        var meanwhile = new Tries(8, 0);

        Assert.Equal(SlotFinding.ItsFault, SlotTest.Judge(4, elsewhere, meanwhile, 100));
        Assert.NotEqual(SlotFinding.ItsFault, SlotTest.Judge(4, elsewhere, meanwhile, 1_000_000));
    }
}
