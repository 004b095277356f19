using RetryOrchestrator.Devices.Flows.Steps;
using RetryOrchestrator.Engine.Text;
using YamlDotNet.RepresentationModel;

namespace RetryOrchestrator.Devices.Flows.Reading;

/// <summary>Reads the steps of a flow.</summary>
internal static class StepReader
{
    /// <summary>The steps by which is asked whether it happened: none of them may do it.</summary>
    public static IReadOnlyList<FlowStep> ReadVerify(FlowMapping flow)
    {
        var number = 0;
        var steps = flow.Items("verify", "a list of steps", (node, p) => Read(++number, node, p));
        foreach (var step in steps)
        {
            if (step.Action.Kind.NotUnderVerify is { } problem)
            {
                flow.Problems.Add(step.At, problem);
            }
        }

        if (steps.Count > 0 && !steps.Any(step => step.Action.Kind.Answers))
        {
            flow.Problems.Add(
                steps[^1].At,
                $"'verify' has no {Answering()}: nothing in it can say that it has not happened. "
                    + "End it with one."
            );
        }

        return steps;
    }

    public static IReadOnlyList<FlowStep> ReadAll(FlowMapping flow)
    {
        if (!flow.Has("steps"))
        {
            flow.Missing("steps");
            return [];
        }

        var number = 0;
        var steps = flow.Items("steps", "a list of steps", (node, p) => Read(++number, node, p));
        if (number == 0 && flow.Node("steps") is YamlSequenceNode list)
        {
            flow.Problems.Add(
                list,
                $"The flow has no steps. Add at least one, such as '- {StepKinds.Example}'."
            );
        }

        if (steps is [.., var last] && last.Action.Kind.NotLast is { } problem)
        {
            flow.Problems.Add(last.At, problem);
        }

        return steps;
    }

    private static FlowStep? Read(int number, YamlNode node, FlowProblems problems)
    {
        if (node is not YamlMappingNode mapping)
        {
            problems.Add(
                node,
                $"A step is a mapping such as '{StepKinds.Example}'. Steps: {StepKinds.Keywords}."
            );
            return null;
        }

        var keys = mapping
            .Children.Keys.Select(key => (key as YamlScalarNode)?.Value ?? "")
            .ToList();
        var kinds = StepKinds.All.Where(kind => keys.Contains(kind.Keyword)).ToList();
        if (kinds.Count != 1)
        {
            problems.Add(node, kinds.Count == 0 ? Unknown(keys) : Several(kinds));
            return null;
        }

        var kind = kinds[0];
        var map = new FlowMapping(
            node,
            $"step '{kind.Keyword}'",
            [kind.Keyword, .. kind.Keys, .. StepKind.CommonKeys],
            problems
        );
        foreach (var argument in kind.Arguments.Where(own => own.IsRequired && !map.Has(own.Key)))
        {
            map.Missing(argument.Key);
        }

        var action = kind.Read(map);
        var (name, timeout, optional) = (
            map.PlainText("name"),
            map.Duration("timeout", kind.LongestLimit),
            map.Boolean("optional")
        );
        var verdict = map.Node("onFailure") is { } failure
            ? GuardReader.ReadVerdict(failure, problems)
            : null;
        return action is null
            ? null
            : new FlowStep(number, FlowProblems.PlaceOf(node), action)
            {
                Name = name,
                Timeout = timeout,
                Optional = optional ?? false,
                OnFailure = verdict,
            };
    }

    private static string Unknown(List<string> keys)
    {
        var candidates = StepKinds.All.Select(kind => kind.Keyword).ToList();
        var own = keys.Except(StepKind.CommonKeys).ToList();
        var near = own.Select(key => NearestName.Of(key, candidates))
            .FirstOrDefault(n => n is not null);
        return own.Count == 0
            ? $"This step does nothing. Steps: {StepKinds.Keywords}."
            : $"Unknown step '{own[0]}'.{(near is null ? "" : $" Did you mean '{near}'?")} Steps: {StepKinds.Keywords}.";
    }

    private static string Several(List<StepKind> kinds) =>
        $"This is {string.Join(" and ", kinds.Select(kind => $"'{kind.Keyword}'"))} in one step. "
        + "Begin each step with a '- ' of its own.";

    private static string Answering() =>
        string.Join(
            " or ",
            StepKinds.All.Where(kind => kind.Answers).Select(kind => $"'{kind.Keyword}'")
        );
}
