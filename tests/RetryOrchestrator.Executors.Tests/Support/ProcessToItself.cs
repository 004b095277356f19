namespace RetryOrchestrator.Executors.Tests.Support;

/// <summary>
/// Tests beside which no other runs: a run that has its process to itself takes all that is started
/// there for its own, and ends it.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessToItself
{
    public const string Name = nameof(ProcessToItself);
}
