using CsvHelper;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Outcomes.Rules;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

/// <summary>
/// Built-in rules are tried only where a text holds their words. It must not change what any text
/// means, and spare ordinary output the rules.
/// </summary>
public class RuleFilterTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(1);

    [Fact]
    public void No_text_of_all_collections_means_something_else_when_every_rule_is_tried()
    {
        var every = FailureClassifier
            .BuiltInMessageRules.Select(rule => new CompiledRule(rule, LongEnough))
            .ToList();
        var texts = Directory
            .GetFiles(Path.Combine(AppContext.BaseDirectory, "Outcomes"), "*.csv")
            .SelectMany(file => Fields(file).Concat(File.ReadLines(file)))
            .SelectMany(text => new[] { text, text.ToUpperInvariant(), $"{text}\nDIS\u212A FULL" })
            .Distinct()
            .ToList();

        Assert.True(texts.Count > 1_000);
        Assert.All(
            texts,
            text =>
                Assert.Equal(
                    every.Find(rule => rule.Matches(text, null))?.Rule.Name,
                    BuiltInRules.FirstMatch(text, null)?.Name
                )
        );
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("step 12 of 30: order 4711 was read, 3 items", 0)]
    [InlineData("rendering frame 182 with 24 layers", 0)]
    [InlineData("the file was written by hand", 0)]
    [InlineData("device is offline", 1)]
    public void Ordinary_output_makes_no_rule_try_its_pattern(string text, int least)
    {
        var tried = BuiltInRules.CountToTry(text);

        Assert.True(least == 0 ? tried == 0 : tried >= least, $"{tried}: {text}");
    }

    [Theory]
    [InlineData("no such device", "no such device")]
    [InlineData("an?(?:bus|car)do", "bus,car & do")]
    [InlineData(@"adb\b[^\n]{0,60}?\btime[ds]?[ -]?out", "adb & time & out")]
    [InlineData(@"colou?red", "colo & red")]
    [InlineData(@"on+ly", "on & ly")]
    [InlineData(@"(?<!not |un)locked(?! (?:file|out))", "locked")]
    [InlineData(@"(?:ab|cd)?(?:ef){2}(?:gh){0,3}", "ef")]
    [InlineData(@"[\]x|()]end", "end")]
    [InlineData(@"\(a\) \d+\.zip", "(a)  & .zip")]
    [InlineData(@"(?m:^\s*E )", "E ")]
    [InlineData(@"(?:ab|\d)cd", "cd")]
    public void A_pattern_asks_for_its_words(string pattern, string words)
    {
        var read = Assert.Single(PatternReading.Of(pattern));

        Assert.Equal(words, string.Join(" & ", read.Words.Select(set => string.Join(',', set))));
    }

    [Fact]
    public void Alternatives_ask_each_for_its_own()
    {
        var read = PatternReading.Of("broken (?:pipe|line)|EPIPE|[|]x");

        Assert.Equal(["broken (?:pipe|line)", "EPIPE", "[|]x"], read.Select(one => one.Pattern));
        Assert.Equal(["broken ", "pipe,line"], read[0].Words.Select(set => string.Join(',', set)));
    }

    [Fact]
    public void A_built_in_rule_that_asks_for_no_word_is_refused()
    {
        var rule = BuiltInMessages.Rule(FailureCategory.Unknown, "x", ["lost", @"\d+"]);

        Assert.Contains(
            @"'\d+' asks for no word",
            Assert
                .Throws<ArgumentException>(() =>
                    new FilteredRule(rule, new Vocabulary(), LongEnough)
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    private static IEnumerable<string> Fields(string file)
    {
        using var reader = CsvReader.FromFile(file);
        while (reader.Read())
        {
            yield return reader.GetString(0);
        }
    }
}
