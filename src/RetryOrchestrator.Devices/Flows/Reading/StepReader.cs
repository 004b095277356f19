using RetryOrchestrator.Engine.Text;
using YamlDotNet.RepresentationModel;

namespace RetryOrchestrator.Devices.Flows.Reading;

/// <summary>Reads the steps of a flow.</summary>
internal static class StepReader
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromHours(1);

    /// <summary>The steps by which is asked whether it happened: none of them may do it.</summary>
    public static IReadOnlyList<FlowStep> ReadVerify(FlowMapping flow)
    {
        var number = 0;
        var steps = flow.Items("verify", "a list of steps", (node, p) => Read(++number, node, p));
        foreach (var step in steps.Where(step => step.Action is FlowAction.Checkpoint))
        {
            flow.Problems.Add(
                step.At,
                "What is asked under 'verify' changes nothing: it has no checkpoint."
            );
        }

        if (steps.Count > 0 && !steps.Any(step => step.Action is FlowAction.Assert))
        {
            flow.Problems.Add(
                steps[^1].At,
                "'verify' has no 'assert': nothing in it can say that it has not happened. End it with one."
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
                "The flow has no steps. Add at least one, such as '- tap: Share'."
            );
        }

        if (steps is [.., { Action: FlowAction.Checkpoint } last])
        {
            flow.Problems.Add(
                last.At,
                "Nothing follows this checkpoint. It stands before the step that must not be done twice."
            );
        }

        return steps;
    }

    private static FlowStep? Read(int number, YamlNode node, FlowProblems problems)
    {
        if (node is not YamlMappingNode mapping)
        {
            problems.Add(node, $"A step is a mapping such as 'tap: Share'. Steps: {Keywords()}.");
            return null;
        }

        var keys = mapping
            .Children.Keys.Select(key => (key as YamlScalarNode)?.Value ?? "")
            .ToList();
        var forms = StepForm.All.Where(form => keys.Contains(form.Keyword)).ToList();
        if (forms.Count != 1)
        {
            problems.Add(node, forms.Count == 0 ? Unknown(keys) : Several(forms));
            return null;
        }

        var form = forms[0];
        var map = new FlowMapping(
            node,
            $"step '{form.Keyword}'",
            [form.Keyword, .. form.Keys, .. StepForm.CommonKeys],
            problems
        );
        var action = form.Read(map);
        var (name, timeout, optional) = (
            map.PlainText("name"),
            map.Duration("timeout", LongestStep),
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
        var candidates = StepForm.All.Select(form => form.Keyword).ToList();
        var own = keys.Except(StepForm.CommonKeys).ToList();
        var near = own.Select(key => NearestName.Of(key, candidates))
            .FirstOrDefault(n => n is not null);
        return own.Count == 0
            ? $"This step does nothing. Steps: {Keywords()}."
            : $"Unknown step '{own[0]}'.{(near is null ? "" : $" Did you mean '{near}'?")} Steps: {Keywords()}.";
    }

    private static string Several(List<StepForm> forms) =>
        $"This is {string.Join(" and ", forms.Select(form => $"'{form.Keyword}'"))} in one step. "
        + "Begin each step with a '- ' of its own.";

    private static string Keywords() =>
        string.Join(", ", StepForm.All.Select(form => form.Keyword));
}
