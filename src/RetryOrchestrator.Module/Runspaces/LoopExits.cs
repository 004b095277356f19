using System.Management.Automation.Language;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>The statements that leave a script when they stand outside of any loop.</summary>
internal enum LoopExit
{
    /// <summary><c>break</c>; also either of them with a label that no loop has.</summary>
    Break,

    /// <summary><c>continue</c>.</summary>
    Continue,
}

/// <summary>Finds them in a script's text. Pure.</summary>
internal static class LoopExits
{
    /// <summary>The lines that have one, in order.</summary>
    public static IReadOnlyList<int> LinesOf(ScriptBlockAst script, LoopExit exit) =>
        [
            .. script
                .FindAll(ast => Is(exit, ast), searchNestedScriptBlocks: true)
                .Where(ast => !IsInLoop(ast))
                .Select(ast => ast.Extent.StartLineNumber)
                .Distinct()
                .Order(),
        ];

    private static bool Is(LoopExit exit, Ast ast) =>
        ast switch
        {
            ContinueStatementAst { Label: null } => exit is LoopExit.Continue,
            BreakStatementAst or ContinueStatementAst => exit is LoopExit.Break,
            _ => false,
        };

    // Beyond script blocks: those of ForEach-Object leave the loop around the pipeline. A function
    // leaves that of whoever calls it.
    private static bool IsInLoop(Ast statement)
    {
        var label = LabelOf(statement);
        for (
            var ast = statement.Parent;
            ast is not null and not FunctionDefinitionAst;
            ast = ast.Parent
        )
        {
            if (
                ast is LabeledStatementAst loop
                && (label is null || label.Equals(loop.Label, StringComparison.OrdinalIgnoreCase))
            )
            {
                return true;
            }

            // There they say how the error is taken.
            if (ast is TrapStatementAst && label is null)
            {
                return true;
            }
        }

        return false;
    }

    private static string? LabelOf(Ast statement) =>
        (statement as BreakStatementAst)?.Label?.ToString()
        ?? (statement as ContinueStatementAst)?.Label?.ToString();
}
