using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class WordsTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(-5, "0 ms")]
    [InlineData(1, "1 ms")]
    [InlineData(999.9, "999 ms")]
    [InlineData(1000, "0:00:01")]
    [InlineData(252_999, "0:04:12")]
    [InlineData(3_600_000, "1:00:00")]
    [InlineData(183_845_000, "51:04:05")]
    public void A_duration_reads_at_a_glance(double milliseconds, string expected) =>
        Assert.Equal(expected, Words.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(0, "0 passes")]
    [InlineData(1, "1 pass")]
    [InlineData(2, "2 passes")]
    public void Singular_and_plural_are_told_apart(int count, string expected) =>
        Assert.Equal(expected, Words.Count(count, "pass", "passes"));

    [Theory]
    [InlineData(0, "0.0%")]
    [InlineData(62.5, "62.5%")]
    [InlineData(99.9, "99.9%")]
    [InlineData(100, "100.0%")]
    public void A_rate_has_one_decimal(double rate, string expected) =>
        Assert.Equal(expected, Words.Percent(rate));

    [Theory]
    [InlineData(30, "30s")]
    [InlineData(0.5, "0.5s")]
    [InlineData(604_800, "604800s")]
    public void A_setting_is_told_in_seconds(double seconds, string expected) =>
        Assert.Equal(expected, Words.Seconds(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_moment_is_told_where_the_operator_is_with_its_offset()
    {
        var east = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(1), "e", "e");

        Assert.Equal("2026-03-01 12:00:00 +00:00", Words.Moment(Samples.Noon, TimeZoneInfo.Utc));
        Assert.Equal("2026-03-01 13:00:00 +01:00", Words.Moment(Samples.Noon, east));
    }
}
