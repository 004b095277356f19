using System.Reflection;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Summary;

/// <summary>Format-List * writes each property as it is: none may hold what a terminal would obey.</summary>
public sealed class SafePropertyTests
{
    private const string Evil = "a\e[31m\u0007b\u009Bc";

    public static TheoryData<object> Emitted =>
        [
            new OrchestratorJob
            {
                JobId = Evil,
                Account = Evil,
                Device = Evil,
                FailureType = Evil,
                LastError = Evil,
            },
            new OrchestratorAttempt
            {
                JobId = Evil,
                FailureType = Evil,
                Message = Evil,
                Rule = Evil,
            },
            new OrchestratorStatus { StatePath = Evil, HostName = Evil },
            new WorkerActivity(1, Evil, Evil, DateTimeOffset.UnixEpoch),
            new SetAsideDevice(Evil, Evil, DateTimeOffset.UnixEpoch),
            new EffectiveSetting("Command", Evil, SettingSource.File, Evil),
        ];

    [Theory]
    [MemberData(nameof(Emitted), DisableDiscoveryEnumeration = true)]
    public void No_text_of_an_emitted_object_holds_what_a_terminal_obeys(object emitted)
    {
        var texts = emitted
            .GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(string))
            .Select(property => (property.Name, Text: (string?)property.GetValue(emitted)))
            .Append((Name: "ToString", Text: emitted.ToString()))
            .Where(text => text.Text is not null)
            .ToList();

        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.DoesNotContain(text.Text!, char.IsControl));
    }

    [Theory]
    [InlineData("v 1")]
    [InlineData("日本\u2028\u202Ax")]
    [InlineData("e\u0301")]
    public void A_name_that_no_terminal_obeys_finds_its_job_again(string id) =>
        Assert.Equal(id, new OrchestratorJob { JobId = id }.JobId);
}
