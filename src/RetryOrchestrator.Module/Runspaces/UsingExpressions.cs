using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// The <c>$using:</c> expressions of a job's script. They are evaluated once, in the session of
/// the caller, before the run; the workers get the values.
/// </summary>
internal static class UsingExpressions
{
    // Commands that read the $using: of the script block they are given themselves.
    private static readonly HashSet<string> Readers = new(
        [
            "Start-Job",
            "sajb",
            "Start-ThreadJob",
            "Invoke-Command",
            "icm",
            "ForEach-Object",
            "foreach",
            "%",
            "Start-OrchestratorRun",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly object Undefined = new();

    /// <summary>Evaluates them; the values stand under the keys by which PowerShell looks for them.</summary>
    /// <param name="script">The script.</param>
    /// <param name="session">The session in which the script block was written.</param>
    /// <exception cref="JobScriptException">One is not defined, or holds what belongs to the session.</exception>
    public static Dictionary<string, object?> Evaluate(ScriptBlockAst script, SessionState session)
    {
        var values = new Dictionary<string, object?>();
        foreach (
            var expression in script
                .FindAll(ast => ast is UsingExpressionAst, searchNestedScriptBlocks: true)
                .Cast<UsingExpressionAst>()
                .Where(expression => !IsReadByCommand(expression, script))
        )
        {
            values[Key(expression)] = Check(expression, Evaluate(expression, session));
        }

        return values;
    }

    private static object? Evaluate(UsingExpressionAst expression, SessionState session)
    {
        if (expression.SubExpression is VariableExpressionAst variable)
        {
            return session.PSVariable.GetValue(variable.VariablePath.UserPath, Undefined);
        }

        // The text of $using:a.b, even of the part below it, still says using.
        var text = expression.Extent.Text;
        var at = text.IndexOf("using:", StringComparison.OrdinalIgnoreCase);
        var results = session.InvokeCommand.InvokeScript(
            session,
            ScriptBlock.Create(text.Remove(at, "using:".Length))
        );
        return results.Count == 1 ? results[0] : results;
    }

    private static object? Check(UsingExpressionAst expression, object? value)
    {
        var place = $"'{expression.Extent.Text}' (line {expression.Extent.StartLineNumber})";
        if (ReferenceEquals(value, Undefined))
        {
            throw new JobScriptException(
                $"{place} of the script block names a variable that is not set here. Set it before the run."
            );
        }

        return RunspaceBound.Find(value) is { } bound
            ? throw new JobScriptException(
                $"{place} of the script block {(bound.Path.Length == 0 ? "is" : $"holds, at '{bound.Path}',")} "
                    + $"{bound.What}, which belongs to this session: other runspaces cannot use it, they would wait "
                    + "for it for ever. Pass plain values, or the text of the code, and make it anew in the script."
            )
            : value;
    }

    private static bool IsReadByCommand(Ast expression, ScriptBlockAst script)
    {
        for (var ast = expression; !ReferenceEquals(ast, script); ast = ast.Parent)
        {
            if (
                ast is ScriptBlockExpressionAst { Parent: CommandBaseAst or CommandParameterAst }
                && FindCommand(ast) is { } command
                && IsReader(command)
            )
            {
                return true;
            }
        }

        return false;
    }

    private static CommandAst? FindCommand(Ast block) =>
        block.Parent as CommandAst ?? block.Parent?.Parent as CommandAst;

    private static bool IsReader(CommandAst command)
    {
        var name = command.GetCommandName();
        if (name is null || !Readers.Contains(name))
        {
            return false;
        }

        // ForEach-Object runs its block here and now, unless it is told to do so in parallel.
        return name is not "%" && !name.StartsWith("foreach", StringComparison.OrdinalIgnoreCase)
            || command
                .CommandElements.OfType<CommandParameterAst>()
                .Any(parameter =>
                    parameter.ParameterName.StartsWith("pa", StringComparison.OrdinalIgnoreCase)
                );
    }

    // PowerShell's own spelling, the one its remote and thread jobs use.
    private static string Key(UsingExpressionAst expression)
    {
        var text = expression.Extent.Text;
        return Convert.ToBase64String(
            Encoding.Unicode.GetBytes(
                expression.SubExpression is VariableExpressionAst ? text.ToLowerInvariant() : text
            )
        );
    }
}
