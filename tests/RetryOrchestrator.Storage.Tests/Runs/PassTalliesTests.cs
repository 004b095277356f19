using System.Reflection;
using RetryOrchestrator.Storage.Runs;

namespace RetryOrchestrator.Storage.Tests.Runs;

public sealed class PassTalliesTests
{
    [Fact]
    public void A_sum_forgets_no_number()
    {
        var (one, other) = (new PassTally(), new PassTally());
        var numbers = typeof(PassTally).GetProperties().Where(number => number.CanWrite).ToList();
        for (var i = 0; i < numbers.Count; i++)
        {
            Set(numbers[i], one, 100 + i);
            Set(numbers[i], other, -1);
        }

        var sum = PassTallies.Sum(one, other);

        Assert.Equal(
            numbers.Select((number, i) => (number.Name, 99 + i)),
            numbers.Select(number => (number.Name, Get(number, sum)))
        );
    }

    private static void Set(PropertyInfo number, PassTally tally, int value) =>
        number.SetValue(
            tally,
            number.PropertyType == typeof(TimeSpan) ? TimeSpan.FromTicks(value) : value
        );

    private static int Get(PropertyInfo number, PassTally tally) =>
        number.GetValue(tally) is TimeSpan time ? (int)time.Ticks : (int)number.GetValue(tally)!;
}
