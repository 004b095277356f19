using System.Reflection;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Text;

/// <summary>What scripts may rely on is told.</summary>
public sealed class ErrorIdTests
{
    [Fact]
    public void Every_error_id_stands_in_the_table_and_is_what_it_is_called()
    {
        var ids = typeof(ErrorIds)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);
        var table = File.ReadLines(RepositoryRoot.Of("docs", "operating.md"))
            .SkipWhile(line => line != "## Error ids")
            .TakeWhile(line => line != "## Scheduled runs")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]);

        Assert.All(ids, id => Assert.Equal(id.Key, id.Value));
        Assert.Equal(ids.Keys.Order(StringComparer.Ordinal), table);
    }
}
