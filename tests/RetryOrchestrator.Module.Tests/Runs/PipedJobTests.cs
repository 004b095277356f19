namespace RetryOrchestrator.Module.Tests.Runs;

/// <summary>What is piped in becomes the same text whatever culture and time zone it is in.</summary>
public sealed class PipedJobTests
{
    /// <summary>A value, and the text of its column.</summary>
    public static TheoryData<string, string> Values =>
        new()
        {
            { "[DateTime]::new(638000000001234567, 'Utc')", "2022-09-28T22:13:20.1234567Z" },
            { "[DateTime]::new(638000000001234567, 'Unspecified')", "2022-09-28T22:13:20.1234567" },
            {
                "[DateTime]::new(638000000001234567, 'Utc').ToLocalTime()",
                "2022-09-28T22:13:20.1234567Z"
            },
            {
                "[DateTimeOffset]::new(638000000001234567, [TimeSpan]'05:30')",
                "2022-09-28T22:13:20.1234567+05:30"
            },
            { "[DateOnly]::new(2026, 3, 1)", "2026-03-01" },
            { "[TimeOnly]::new(7, 5)", "07:05:00.0000000" },
            { "[TimeSpan]'1.02:03:04'", "1.02:03:04" },
            { "62.5", "62.5" },
            { "[float]0.1", "0.1" },
            { "[decimal]::Parse('1234567.50', [cultureinfo]::InvariantCulture)", "1234567.50" },
            { "1e30", "1E+30" },
            { "-12", "-12" },
            { "[bigint]12345678901234567890", "12345678901234567890" },
            { "$true", "True" },
            { "[DayOfWeek]::Monday", "Monday" },
            { "[char]'x'", "x" },
            {
                "[guid]'11111111-2222-3333-4444-555555555555'",
                "11111111-2222-3333-4444-555555555555"
            },
            { "$null", "" },
            { "@('a', 'b')", "a b" },
            { "@(1.5, 2.5)", "1.5 2.5" },
            { "@([DateTime]::new(0, 'Utc'), $null, $true)", "0001-01-01T00:00:00.0000000Z  True" },
            { "@()", "" },
            { "@(@(1, 2), @('x'))", "[[1,2],[\"x\"]]" },
            {
                "[ordered]@{ a = 1.5; b = @('x'); c = $null }",
                "{\"a\":1.5,\"b\":[\"x\"],\"c\":null}"
            },
            {
                "[pscustomobject]@{ at = [DateTime]::new(0, 'Utc'); on = $true; n = [double]::NaN }",
                "{\"at\":\"0001-01-01T00:00:00.0000000Z\",\"on\":true,\"n\":\"NaN\"}"
            },
            { "@([pscustomobject]@{ a = 'é<\"' })", "[{\"a\":\"é<\\\"\"}]" },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_the_same_text_everywhere(string value, string text)
    {
        using var folder = new JobsFolder();
        var run = folder.Run(
            $$"""
            $seen = $args[0]
            $culture = [cultureinfo]::InvariantCulture.Clone()
            $culture.NumberFormat.NumberDecimalSeparator = ','
            $culture.NumberFormat.NegativeSign = '~'
            $culture.DateTimeFormat.ShortDatePattern = 'dd.MM.yyyy'
            $culture.DateTimeFormat.TimeSeparator = '.'
            [Threading.Thread]::CurrentThread.CurrentCulture = $culture
            [pscustomobject]@{ job_id = 'v1'; value = {{value}} } |
                Start-OrchestratorRun -ScriptBlock { [IO.File]::WriteAllText($using:seen, $Job.value) } -Banner None -MaxPasses 1
            """,
            folder.At("seen")
        );

        Assert.Empty(run.Errors);
        Assert.Equal(text, File.ReadAllText(folder.At("seen")));
    }
}
