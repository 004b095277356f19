using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>A job's script says outright why its attempt failed.</summary>
public sealed class DeclaredFailureException : Exception
{
    /// <param name="category">The category.</param>
    /// <param name="type">The type, snake_case; may be empty.</param>
    /// <param name="message">What happened.</param>
    public DeclaredFailureException(FailureCategory category, string type, string message)
        : base(message)
    {
        Category = category;
        Type = type;
    }

    /// <summary>The category.</summary>
    public FailureCategory Category { get; }

    /// <summary>The type, snake_case; may be empty.</summary>
    public string Type { get; }
}
