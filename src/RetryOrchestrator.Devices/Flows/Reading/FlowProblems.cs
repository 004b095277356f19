using YamlDotNet.RepresentationModel;

namespace RetryOrchestrator.Devices.Flows.Reading;

/// <summary>Collects what is wrong with a file, so that all of it is told at once.</summary>
internal sealed class FlowProblems(string file)
{
    private readonly List<FlowProblem> _problems = [];

    public void Add(YamlNode node, string message) => Add(PlaceOf(node), message);

    public void Add(FlowPlace at, string message) => _problems.Add(new(file, at, message));

    public static FlowPlace PlaceOf(YamlNode node) =>
        new((int)node.Start.Line, (int)node.Start.Column);

    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            throw new FlowException([
                .. _problems
                    .OrderBy(problem => problem.At.Line)
                    .ThenBy(problem => problem.At.Column),
            ]);
        }
    }
}
