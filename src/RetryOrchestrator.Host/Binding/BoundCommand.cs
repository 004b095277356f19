using RetryOrchestrator.Host.CommandLine;

namespace RetryOrchestrator.Host.Binding;

/// <summary>A cmdlet's parameters, ready to be handed to PowerShell as values.</summary>
/// <param name="Options">The host's options, with those that stood among the parameters.</param>
/// <param name="Arguments">In the order typed.</param>
internal sealed record BoundCommand(HostOptions Options, IReadOnlyList<BoundArgument> Arguments);

/// <summary>One of them.</summary>
/// <param name="Name">The parameter's full name, or null for a value given by its place.</param>
/// <param name="Value">A string, a list of strings, a truth value or a script block.</param>
internal readonly record struct BoundArgument(string? Name, object? Value);
