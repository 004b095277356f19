using System.Text;
using CsCheck;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Outcomes.RulesFile;
using RetryOrchestrator.Engine.Tests.Intake.Support;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

public class FailureRulesFileTests
{
    [Theory]
    [InlineData(
        "rules.json",
        """
            // ours
            [
              { "category": "account", "type": "shadow_ban", "message": "reach is limited" },
              { "Category": "Infrastructure", "exitCode": 75, },
              { "category": "input", "exception_type": "FormatException", "name": "format" },
            ]
            """,
        3
    )]
    [InlineData(
        "rules.csv",
        """
            category,type,message,exception_type,exit_code,name
            account,shadow_ban,reach is limited,,,
            Infrastructure,,,,75,
            input,,,FormatException,,format
            """,
        2
    )]
    [InlineData(
        "rules.txt",
        """
            Category;Type;Message;ExceptionType;ExitCode;Name
            account;shadow_ban;reach is limited;;;
            Infrastructure;;;;75;
            input;;;FormatException;;format
            """,
        2
    )]
    public void Rules_are_read_from_json_and_csv_alike(string name, string text, int firstLine)
    {
        var rules = Read(text, name);

        Assert.Equal(
            [
                new FailureRule
                {
                    Name = $"{name}:{firstLine}",
                    Category = FailureCategory.Account,
                    Type = "shadow_ban",
                    Message = "reach is limited",
                },
                new FailureRule
                {
                    Name = $"{name}:{firstLine + 1}",
                    Category = FailureCategory.Infrastructure,
                    ExitCode = 75,
                },
                new FailureRule
                {
                    Name = "format",
                    Category = FailureCategory.Input,
                    ExceptionType = "FormatException",
                },
            ],
            rules
        );
    }

    [Theory]
    [InlineData("r.json", """[{ "category": "input", "signal": 9, "when_type": "timeout" }]""")]
    [InlineData(
        "r.json",
        """[{ "category": "input", "signal": "SIGKILL", "WhenType": "timeout" }]"""
    )]
    [InlineData("r.csv", "category,signal,when_type\ninput,kill,timeout\n")]
    public void A_rule_may_ask_for_a_signal_and_for_what_the_orchestrator_found(
        string name,
        string text
    )
    {
        var rule = Assert.Single(Read(text, name));

        Assert.Equal((9, "timeout"), (rule.Signal, rule.WhenType));
    }

    [Theory]
    [InlineData("SIGNONE")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("-9")]
    public void A_signal_that_there_is_not_is_refused(string signal) =>
        Assert.Contains(
            "signal must be a signal's number or name, such as 9 or SIGKILL",
            Assert.Single(Faults($"category,signal\ninput,{signal}\n", "r.csv"))
        );

    [Fact]
    public void Rules_on_one_line_are_told_apart()
    {
        const string rule = """{"category":"input","exit_code":1}""";

        Assert.Equal(
            ["r.json:1", "r.json:1#2"],
            Read($"[{rule},{rule}]", "r.json").Select(one => one.Name)
        );
    }

    [Fact]
    public void All_faults_of_a_json_file_are_told_at_once_with_their_lines()
    {
        var faults = Faults(
            """
            [
              { "category": "acount", "message": "x" },
              { "message": "x" },
              { "category": "account" },
              { "category": "account", "mesage": "x", "exit_code": 1 },
              { "category": "account", "message": "f(x" },
              { "category": "account", "message": "x", "type": "Not Snake" },
              { "category": "account", "exit_code": "seven" },
              { "category": "account", "message": 7 },
              { "category": "account", "message": " " },
              7
            ]
            """,
            "r.json"
        );

        Assert.Equal(
            [
                "line 11: a rule must be an object in braces.",
                "line 2: category 'acount' is none of account, input, infrastructure, unknown.",
                "line 3: the rule has no category; give one of account, input, infrastructure, unknown.",
                "line 4: the rule names no condition; give it a message, an exception_type, an exit_code, a signal or a when_type.",
                "line 5: a rule has no 'mesage'; did you mean 'message'?",
                @"line 6: message 'f(x' is no regular expression. Invalid pattern 'f(x' at offset 3. Not enough )'s. A character that is meant as such takes a backslash before it, such as \( or \?.",
                "line 7: type 'Not Snake' is no word such as logged_out (lower-case letters, digits and underscores, at most 64).",
                "line 8: exit_code must be a whole number, such as 75.",
                "line 9: message must be a text that is not blank; leave it out if there is none.",
                "line 10: message must be a text that is not blank; leave it out if there is none.",
            ],
            faults
        );
    }

    [Fact]
    public void All_faults_of_a_csv_file_are_told_at_once_with_their_lines()
    {
        var faults = Faults(
            "category,message,mesage\naccount,x,\nnope,x,\naccount,\naccount,a\"b,\n",
            "r.csv"
        );

        Assert.Equal(
            [
                "line 1: a rule has no 'mesage'; did you mean 'message'?",
                "line 4: has 2 fields where the header has 3; add the missing fields (they may be empty).",
                "line 5: a quote stands inside an unquoted value; quote the value and double that quote.",
                "line 3: category 'nope' is none of account, input, infrastructure, unknown.",
            ],
            faults
        );
    }

    [Theory]
    [InlineData("r.json", "", "this is not JSON")]
    [InlineData("r.json", "{}", "it must hold a list of rules")]
    [InlineData("r.json", "[]", "it has no rules")]
    [InlineData("r.json", "[{\"category\":\n\"account\",,}]", "line 2: this is not JSON")]
    [InlineData("r.json", "[] x", "line 1: this is not JSON")]
    [InlineData("r.json", "[{\"category\":{},\"exit_code\":1}]", "category must be a text")]
    [InlineData(
        "r.json",
        "[{\"category\":\"\\ud800\"}]",
        "escape for a character that does not exist"
    )]
    [InlineData("r.json", "[{\"\\ud800\":1}]", "escape for a character that does not exist")]
    [InlineData("r.csv", "", "the file: is empty")]
    [InlineData("r.csv", "category,message\n", "it has no rules")]
    [InlineData("r.csv", "a,b\n1,2\n", "line 1: the header must name the columns")]
    [InlineData("r.csv", "category,exit_code,Exit Code\ninput,1,1\n", "'exit_code' stands twice")]
    public void A_file_that_is_none_says_so(string name, string text, string expected) =>
        Assert.Contains(expected, string.Join('\n', Faults(text, name)));

    [Fact]
    public void A_missing_file_a_folder_and_a_huge_one_are_refused()
    {
        using var file = new JobsFile(new byte[(1 << 20) + 1], "huge.json");

        Assert.Contains("larger than 1 MB", FaultOf(file.Path));
        Assert.Contains("cannot be read", FaultOf(file.Path + ".no"));
        Assert.Contains("cannot be read", FaultOf(file.Folder));
    }

    [Fact]
    public void Any_bytes_give_rules_or_one_exception_that_explains() =>
        Gen.Select(
                Gen.OneOf("r.json", "r.csv", "r.txt"),
                Gen.OneOf("", "[", "[{\"category\":\"input\",", "category,message\n"),
                Gen.Byte.Array[0, 200]
            )
            .Sample(
                (name, start, rest) =>
                {
                    using var file = new JobsFile(
                        [.. Encoding.UTF8.GetBytes(start), .. rest],
                        name
                    );
                    try
                    {
                        return FailureRulesFile.Read(file.Path).Count > 0;
                    }
                    catch (ConfigurationException fault)
                    {
                        return fault.Faults.Count > 0;
                    }
                }
            );

    private static IReadOnlyList<FailureRule> Read(string text, string name)
    {
        using var file = new JobsFile(Encoding.UTF8.GetBytes(text), name);
        return FailureRulesFile.Read(file.Path);
    }

    private static IReadOnlyList<string> Faults(string text, string name) =>
        Assert.Throws<ConfigurationException>(() => Read(text, name)).Faults;

    private static string FaultOf(string path) =>
        Assert.Throws<ConfigurationException>(() => FailureRulesFile.Read(path)).Message;
}
