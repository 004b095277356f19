using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("RetryOrchestrator.Engine.Tests")]
