using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// The script that runs a job, parsed once. It belongs to no session: each worker makes a script
/// block of its own from it, because one that is bound to the caller's runspace would run there.
/// </summary>
internal sealed class JobScript
{
    // Under this name PowerShell's own jobs hand over the values of $using:, as of a parameter --%.
    private const string UsingParameter = "-%";

    private const int LongestDescription = 60;

    private readonly ScriptBlockAst _ast;
    private readonly HashSet<string> _parameters;
    private readonly Hashtable _sameForAll = [];

    private JobScript(
        ScriptBlockAst ast,
        string description,
        Dictionary<string, object?> usingValues
    )
    {
        _ast = ast;
        Description = description;
        if (usingValues.Count > 0)
        {
            _sameForAll[UsingParameter] = usingValues;
        }

        _parameters = new HashSet<string>(
            ast.ParamBlock?.Parameters.Select(p => p.Name.VariablePath.UserPath) ?? [],
            StringComparer.OrdinalIgnoreCase
        );
    }

    /// <summary>What the configuration block shows.</summary>
    public string Description { get; }

    /// <summary>From a script block. Call it on the pipeline thread of the caller.</summary>
    /// <param name="block">The script block.</param>
    /// <param name="session">The caller's session, in which <c>$using:</c> is evaluated.</param>
    /// <exception cref="JobScriptException">A <c>$using:</c> expression cannot be passed.</exception>
    public static JobScript FromBlock(ScriptBlock block, SessionState session)
    {
        // Of a function, only the body is a script block.
        var ast = block.Ast as ScriptBlockAst ?? ((FunctionDefinitionAst)block.Ast).Body;
        var text = string.Join(
            ' ',
            block.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        var shown =
            text.Length <= LongestDescription ? text : text[..(LongestDescription - 3)] + "...";
        return new JobScript(
            ast,
            $"script block {{ {shown} }}",
            UsingExpressions.Evaluate(ast, block.Module?.SessionState ?? session)
        );
    }

    /// <summary>From a file, whose folder becomes <c>$PSScriptRoot</c>.</summary>
    /// <param name="path">The script, an absolute path.</param>
    /// <exception cref="JobScriptException">It is not there, cannot be read or does not parse.</exception>
    public static JobScript FromFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new JobScriptException(
                $"The script '{path}' was not found. Give -ScriptPath the path of a .ps1 file."
            );
        }

        if (InputFile.Obstacle(path) is { } obstacle)
        {
            throw new JobScriptException($"The script '{path}' {obstacle}.");
        }

        ScriptBlockAst ast;
        ParseError[] errors;
        try
        {
            ast = Parser.ParseFile(path, out _, out errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobScriptException($"The script '{path}' cannot be read: {e.Message}");
        }

        return errors.Length == 0
            ? new JobScript(ast, $"script {path}", new Dictionary<string, object?>())
            : throw new JobScriptException(
                $"The script '{path}' has a syntax error in line {errors[0].Extent.StartLineNumber}: {errors[0].Message}"
            );
    }

    /// <summary>Whether it has failed when its last program ended with a code other than 0.</summary>
    public bool FailOnExitCode { get; internal set; }

    /// <summary>Whether its last output, <c>$true</c> or <c>$false</c>, is an answer.</summary>
    public bool IsQuestion { get; internal set; }

    /// <summary>A script block that belongs to no session.</summary>
    internal ScriptBlock ToScriptBlock() => _ast.GetScriptBlock();

    /// <summary>
    /// Whether it asks <c>$Attempt</c> for a member, as far as its own text shows: what it calls
    /// may do so too.
    /// </summary>
    internal bool AsksAttemptFor(string member) =>
        _ast.Find(
            node =>
                node
                    is MemberExpressionAst
                    {
                        Expression: VariableExpressionAst variable,
                        Member: StringConstantExpressionAst name
                    }
                // $Attempt and $global:Attempt.
                && variable
                    .VariablePath.UserPath.Split(':')[^1]
                    .Equals("Attempt", StringComparison.OrdinalIgnoreCase)
                && name.Value.Equals(member, StringComparison.OrdinalIgnoreCase),
            searchNestedScriptBlocks: true
        )
            is not null;

    /// <summary>
    /// What it is called with: the values of <c>$using:</c>, and what its <c>param()</c> asks for
    /// by these names, which would otherwise hide the variables.
    /// </summary>
    internal Hashtable ArgumentsFor(object job, object attempt)
    {
        var takesJob = _parameters.Contains("Job");
        var takesAttempt = _parameters.Contains("Attempt");
        if (!takesJob && !takesAttempt)
        {
            return _sameForAll;
        }

        var arguments = new Hashtable(_sameForAll);
        if (takesJob)
        {
            arguments["Job"] = job;
        }

        if (takesAttempt)
        {
            arguments["Attempt"] = attempt;
        }

        return arguments;
    }

    /// <summary>
    /// The lines in which its own text leaves a loop that is not there; what it calls may do so too.
    /// </summary>
    internal IReadOnlyList<int> LinesOf(LoopExit exit) => LoopExits.LinesOf(_ast, exit);
}
