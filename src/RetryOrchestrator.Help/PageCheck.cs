namespace RetryOrchestrator.Help;

/// <summary>Holds the pages against the cmdlets: each is described, with all its parameters, and no other.</summary>
internal static class PageCheck
{
    /// <summary>Names the first page that does not fit.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="cmdlets">The cmdlets, by name.</param>
    /// <exception cref="PageException">There is one.</exception>
    public static void ThrowIfUnfit(
        IReadOnlyList<CmdletPage> pages,
        IReadOnlyDictionary<string, CmdletShape> cmdlets
    )
    {
        foreach (var page in pages)
        {
            if (!cmdlets.TryGetValue(page.Name, out var cmdlet))
            {
                throw new PageException(page.Path, $"There is no cmdlet '{page.Name}'.");
            }

            Compare(page, cmdlet);
        }

        if (cmdlets.Keys.Except(pages.Select(page => page.Name)).FirstOrDefault() is { } missing)
        {
            throw new PageException($"{missing}.md", $"'{missing}' has no page.");
        }
    }

    private static void Compare(CmdletPage page, CmdletShape cmdlet)
    {
        var described = page.Parameters.Select(parameter => parameter.Title).ToList();
        var declared = cmdlet.Parameters.Select(parameter => parameter.Name).ToList();
        if (declared.Except(described).FirstOrDefault() is { } forgotten)
        {
            throw new PageException(page.Path, $"-{forgotten} is not described.");
        }

        if (described.Except(declared).FirstOrDefault() is { } madeUp)
        {
            throw new PageException(page.Path, $"{page.Name} has no -{madeUp}.");
        }

        if (described.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new PageException(page.Path, $"-{twice.Key} is described twice.");
        }

        if (page.Examples.FirstOrDefault(example => example.Code is null) is { } bare)
        {
            throw new PageException(page.Path, $"The example '{bare.Title}' has no code.");
        }
    }
}
