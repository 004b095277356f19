using RetryOrchestrator.Benchmarks;
using RetryOrchestrator.Benchmarks.Cases;
using RetryOrchestrator.Benchmarks.Measuring;
using RetryOrchestrator.Benchmarks.Programs;

if (!BenchmarkOptions.TryParse(args, out var options, out var problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(BenchmarkOptions.Help);
    return 2;
}

using var work = new WorkFolder();
var product = await Product.PublishAsync(work.Folder("product"), options.Shell);
var bench = new Bench(options, work, product);
Console.WriteLine(await Machine.DescribeAsync(product));

IReadOnlyList<ICase> cases =
[
    new SimulatedJobs(),
    new ProgramJobs(),
    new ScriptJobs(),
    new ManyWorkers(),
    new StartUp(),
    new MillionJobs(),
];
foreach (var one in cases.Where(one => options.Includes(one.Name)))
{
    Console.WriteLine();
    Console.WriteLine($"### {one.Title}");
    Console.WriteLine();
    Console.WriteLine(MarkdownTable.Of(await one.MeasureAsync(bench)));
}

return 0;
