namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>An exception and what is inside it.</summary>
internal static class ExceptionChain
{
    // Enough for any real nesting, and an end for one that is built to have none.
    private const int MaxLength = 32;

    /// <summary>From the outermost inwards; all of an aggregate's.</summary>
    public static IReadOnlyList<Exception> Of(Exception? exception)
    {
        var chain = new List<Exception>();
        var waiting = new Queue<Exception>();
        Add(exception);
        while (chain.Count < MaxLength && waiting.TryDequeue(out var next))
        {
            chain.Add(next);
            if (next is AggregateException aggregate)
            {
                foreach (var inner in aggregate.InnerExceptions)
                {
                    Add(inner);
                }
            }
            else
            {
                Add(next.InnerException);
            }
        }

        return chain;

        void Add(Exception? one)
        {
            if (one is not null)
            {
                waiting.Enqueue(one);
            }
        }
    }

    /// <summary>
    /// Whether an exception, or a type it derives from, has the name, short or full. By name,
    /// because the engine references neither Selenium nor PowerShell.
    /// </summary>
    public static bool Is(this Exception exception, string name)
    {
        for (var type = exception.GetType(); type is not null; type = type.BaseType)
        {
            if (
                string.Equals(type.Name, name, StringComparison.OrdinalIgnoreCase)
                || string.Equals(type.FullName, name, StringComparison.OrdinalIgnoreCase)
            )
            {
                return true;
            }
        }

        return false;
    }
}
