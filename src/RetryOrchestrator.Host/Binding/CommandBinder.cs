using System.Management.Automation;
using System.Text.RegularExpressions;
using RetryOrchestrator.Host.CommandLine;

namespace RetryOrchestrator.Host.Binding;

/// <summary>
/// Reads a cmdlet's parameters from words that the shell has already divided. Which words are
/// names and which are values follows from the cmdlet's own metadata.
/// </summary>
internal sealed partial class CommandBinder(CommandInfo command, HostOptions options)
{
    private readonly List<BoundArgument> _arguments = [];
    private readonly HashSet<string> _named = new(StringComparer.OrdinalIgnoreCase);
    private HostOptions _options = options;
    private int _next;
    private int _placed;

    /// <summary>Reads all words.</summary>
    /// <exception cref="UsageException">A word fits nowhere.</exception>
    /// <exception cref="ParameterBindingException">No such parameter, or several that begin so.</exception>
    public BoundCommand Bind(IReadOnlyList<string> words)
    {
        var onlyValues = false;
        while (_next < words.Count)
        {
            var word = words[_next++];
            if (onlyValues)
            {
                AddPlaced(word, words);
            }
            else if (word == "--")
            {
                onlyValues = true;
            }
            else if (word == "-?")
            {
                _options = _options with { Help = true };
            }
            else if (word.StartsWith("--", StringComparison.Ordinal))
            {
                _options = _options.With(word);
            }
            else if (ParameterName().Match(word) is { Success: true } name)
            {
                AddNamed(name.Groups["name"].Value, name.Groups["value"], words);
            }
            else
            {
                AddPlaced(word, words);
            }
        }

        return new BoundCommand(_options, _arguments);
    }

    private void AddNamed(string typed, Group inline, IReadOnlyList<string> words)
    {
        var parameter = command.ResolveParameter(typed);
        _named.Add(parameter.Name);
        if (parameter.SwitchParameter && !inline.Success)
        {
            _arguments.Add(new BoundArgument(parameter.Name, true));
            return;
        }

        var value = inline is { Success: true, Length: > 0 }
            ? inline.Value
            : NextValue(parameter.Name, words);
        _arguments.Add(
            new BoundArgument(
                parameter.Name,
                Shape(parameter.ParameterType, parameter.Name, value, words)
            )
        );
    }

    /// <summary>
    /// Any word is a value here, whatever it begins with, unless it is in full the name of another
    /// parameter: then a value was forgotten.
    /// </summary>
    private string NextValue(string name, IReadOnlyList<string> words)
    {
        if (_next >= words.Count)
        {
            throw new UsageException($"-{name} needs a value.");
        }

        var value = words[_next];
        if (
            ParameterName().Match(value) is { Success: true } match
            && IsName(match.Groups["name"].Value)
        )
        {
            throw new UsageException(
                $"-{name} needs a value, and '{value}' is a parameter. To give it as the value, write '-{name}:{value}'."
            );
        }

        _next++;
        return value;
    }

    private bool IsName(string word) =>
        command.Parameters.Values.Any(parameter =>
            parameter.Name.Equals(word, StringComparison.OrdinalIgnoreCase)
            || parameter.Aliases.Contains(word, StringComparer.OrdinalIgnoreCase)
        );

    private void AddPlaced(string word, IReadOnlyList<string> words)
    {
        var parameter = Placed().ElementAtOrDefault(_placed++);
        var value =
            parameter is null || !ParameterValue.Fits(parameter.ParameterType, word)
                ? word
                : Shape(parameter.ParameterType, parameter.Name, word, words);
        _arguments.Add(new BoundArgument(null, value));
    }

    /// <summary>The parameters that values without a name go to, in order.</summary>
    private IEnumerable<CommandParameterInfo> Placed() =>
        (command.ParameterSets.FirstOrDefault(set => set.IsDefault) ?? command.ParameterSets[0])
            .Parameters.Where(parameter =>
                parameter.Position >= 0 && !_named.Contains(parameter.Name)
            )
            .OrderBy(parameter => parameter.Position);

    private object Shape(Type type, string name, string word, IReadOnlyList<string> words)
    {
        while (
            ParameterValue.IsList(type)
            && _next < words.Count
            && ListWord.GoesOn(word, words[_next])
        )
        {
            word += words[_next++];
        }

        return ParameterValue.From(type, name, word);
    }

    [GeneratedRegex(@"^-(?<name>[\p{L}_][^:\s.]*)(:(?<value>.*))?$", RegexOptions.Singleline)]
    private static partial Regex ParameterName();
}
