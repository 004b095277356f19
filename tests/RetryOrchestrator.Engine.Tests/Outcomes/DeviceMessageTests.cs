using CsvHelper;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

/// <summary>
/// Messages of phones, their tools and the machines around them, as people met them, each with the
/// category it should get and those that would do. None may be taken for the fault of a job's data
/// or of an account: those are never tried again.
/// </summary>
public class DeviceMessageTests
{
    private const double AsLabelled = 0.85;
    private const double Acceptable = 0.95;

    [Theory]
    [InlineData("device-messages.csv")]
    [InlineData("collected-messages.csv")]
    [InlineData("collected-messages-2.csv")]
    [InlineData("collected-messages-3.csv")]
    [InlineData("collected-messages-4.csv")]
    [InlineData("collected-messages-5.csv")]
    [InlineData("collected-messages-6.csv")]
    [InlineData("collected-messages-7.csv")]
    [InlineData("collected-messages-8.csv")]
    [InlineData("collected-messages-9.csv")]
    [InlineData("collected-messages-10.csv")]
    [InlineData("collected-messages-11.csv")]
    [InlineData("collected-messages-12.csv")]
    [InlineData("collected-messages-13.csv")]
    [InlineData("collected-messages-14.csv")]
    [InlineData("collected-messages-15.csv")]
    [InlineData("collected-messages-16.csv")]
    [InlineData("collected-messages-17.csv")]
    [InlineData("collected-messages-18.csv")]
    [InlineData("collected-messages-19.csv")]
    [InlineData("collected-messages-20.csv")]
    [InlineData("collected-messages-21.csv")]
    public void Messages_get_the_category_they_mean(string file)
    {
        var judged = Read(file).Select(Judge).ToList();

        var exact = judged.Count(one => one.Got == one.Message.Category);
        var good = judged.Count(one => one.IsAcceptable);
        var misses = string.Join(
            '\n',
            judged.Where(one => one.Got != one.Message.Category).Select(one => one.ToString())
        );
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{file}: {exact} of {judged.Count} as labelled, {good} acceptable\n{misses}"
        );
        Assert.DoesNotContain(judged, one => one.IsCostly);
        Assert.True(exact >= AsLabelled * judged.Count, $"{exact} of {judged.Count}\n{misses}");
        Assert.True(good >= Acceptable * judged.Count, $"{good} of {judged.Count}\n{misses}");
    }

    private static IEnumerable<Labelled> Read(string file)
    {
        using var reader = CsvReader.FromFile(
            Path.Combine(AppContext.BaseDirectory, "Outcomes", file)
        );
        while (reader.Read())
        {
            yield return new Labelled(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetString(2).Split('|', StringSplitOptions.RemoveEmptyEntries)
            );
        }
    }

    private static Judged Judge(Labelled message)
    {
        var failure = FailureClassifier.BuiltIn.Classify(
            new FailureEvidence { Message = message.Text }
        );
        return new Judged(message, failure.Category.ToWord(), failure.Rule);
    }

    private sealed record Labelled(string Text, string Category, string[] AlsoOk);

    private sealed record Judged(Labelled Message, string Got, string? Rule)
    {
        public bool IsAcceptable => Got == Message.Category || Message.AlsoOk.Contains(Got);

        /// <summary>Taken for what is never tried again.</summary>
        public bool IsCostly => !IsAcceptable && Got is ("input" or "account");

        public override string ToString() =>
            $"{(IsAcceptable ? "ok " : "BAD")} {Message.Category} -> {Got} ({Rule}): {Message.Text}";
    }
}
