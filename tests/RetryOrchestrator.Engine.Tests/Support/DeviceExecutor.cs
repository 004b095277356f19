using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Guards;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>
/// An executor with devices of its own, each given to one attempt at a time: the one that rested
/// longest of those it was not told to leave alone.
/// </summary>
/// <param name="devices">Their names.</param>
/// <param name="execute">What becomes of an attempt on a device.</param>
internal sealed class DeviceExecutor(
    IReadOnlyList<string> devices,
    Func<Attempt, string, AttemptResult> execute
) : IJobExecutor
{
    private readonly object _lock = new();
    private readonly List<string> _rested = [.. devices];
    private readonly HashSet<string> _taken = [];
    private readonly HashSet<string> _awaited = [];
    private readonly Dictionary<string, Admission> _orders = [];

    public string Description => "a test on devices";

    public int? MaxConcurrency => devices.Count;

    public void Obey(IReadOnlyList<DeviceOrder> orders)
    {
        lock (_lock)
        {
            foreach (var order in orders)
            {
                _orders[order.Device] = order.Admission;
                _awaited.Remove(order.Device);
            }

            Monitor.PulseAll(_lock);
        }
    }

    public ValueTask<AttemptResult> ExecuteAsync(Attempt attempt, StopSignals signals)
    {
        var device = Take(attempt.Job.Device);
        var result = execute(attempt, device) with { Device = device };
        lock (_lock)
        {
            _taken.Remove(device);
            if (result is AttemptResult.Failed)
            {
                _awaited.Add(device);
            }

            Monitor.PulseAll(_lock);
        }

        return ValueTask.FromResult(result);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Take(string? wanted)
    {
        lock (_lock)
        {
            string? device;
            while ((device = _rested.Find(IsFree) ?? _rested.Find(IsDoubtedAlone)) is null)
            {
                Monitor.Wait(_lock);
            }

            if (_orders.GetValueOrDefault(device) == Admission.Probe)
            {
                _orders[device] = Admission.Closed;
            }

            _rested.Remove(device);
            _rested.Add(device);
            _taken.Add(device);
            return device;
        }

        bool IsFree(string one) =>
            IsThere(one)
            && _orders.GetValueOrDefault(one) is not (Admission.Closed or Admission.Doubted);

        bool IsDoubtedAlone(string one) =>
            IsThere(one)
            && _taken.Count == 0
            && _orders.GetValueOrDefault(one) == Admission.Doubted;

        bool IsThere(string one) =>
            (wanted is null || one == wanted) && !_taken.Contains(one) && !_awaited.Contains(one);
    }
}
