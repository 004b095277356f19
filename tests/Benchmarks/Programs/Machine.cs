using System.Globalization;
using System.Runtime.InteropServices;

namespace RetryOrchestrator.Benchmarks.Programs;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static async Task<string> DescribeAsync(Product product)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        var lines = new List<string>
        {
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} cores ({Processor()}), {memory:0} GB, {RuntimeInformation.OSDescription}"
            ),
            $".NET {Environment.Version}",
            $"{product.Shell.Name} {await product.Shell.ReadAsync("'' + $PSVersionTable.PSVersion")}",
        };
        foreach (var tool in (string[])["parallel", "xargs"])
        {
            if (Invocation.Find(tool) is { } path)
            {
                var version = await Invocation.RunAsync(path, "--version");
                lines.Add(version.Output.Split('\n')[0].Trim());
            }
        }

        return string.Join("; ", lines);
    }

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info)
            ? File.ReadLines(Info)
                .FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
