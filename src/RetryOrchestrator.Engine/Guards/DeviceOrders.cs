namespace RetryOrchestrator.Engine.Guards;

/// <summary>
/// What the executor is told of its devices: it gives them out itself, so it must know what became of
/// each. What has changed is told, and every device on which an attempt did not succeed: until then
/// the executor gives it to nobody.
/// </summary>
/// <remarks>Not thread-safe: <see cref="RunGuards"/> owns it.</remarks>
/// <param name="guard">What is known of the devices.</param>
internal sealed class DeviceOrders(SlotGuard guard)
{
    private static readonly IReadOnlyList<DeviceOrder> None = [];

    private readonly Dictionary<Slot, Admission> _told = [];
    private readonly HashSet<Slot> _awaited = [];

    /// <summary>Devices that may be given no job now.</summary>
    public int Out { get; private set; }

    /// <summary>A pass begins: everything is told anew.</summary>
    public void Clear()
    {
        _told.Clear();
        Out = 0;
    }

    /// <summary>An attempt on a device did not succeed: the executor waits to be told of it.</summary>
    public void Await(Slot device) => _awaited.Add(device);

    /// <summary>What is to be told now; a device that is to be tried is taken to be with it.</summary>
    /// <param name="now">The time.</param>
    /// <param name="mayProbe">Whether devices may be tried now.</param>
    public IReadOnlyList<DeviceOrder> Take(TimeSpan now, bool mayProbe)
    {
        if (guard.Slots.Count + _awaited.Count == 0)
        {
            return None;
        }

        var orders = new List<DeviceOrder>();
        foreach (var device in guard.Slots.Union(_awaited).ToList())
        {
            var isAside = guard.StandingOf(device) == SlotStanding.SetAside;
            var isAwaited = _awaited.Remove(device);
            if (isAside && guard.IsProbing(device))
            {
                continue;
            }

            var admission = guard.StandingOf(device) switch
            {
                SlotStanding.InUse => Admission.Open,
                SlotStanding.Doubted => Admission.Doubted,
                _ => mayProbe && guard.MayBeProbed(device, now)
                    ? Admission.Probe
                    : Admission.Closed,
            };
            if (
                !isAwaited
                && admission != Admission.Probe
                && admission == _told.GetValueOrDefault(device)
            )
            {
                continue;
            }

            if (admission == Admission.Probe)
            {
                guard.Probe(device);
            }

            _told[device] = admission;
            orders.Add(new(device.Name, admission, isAside ? guard.ReasonOf(device) : null));
        }

        Out = _told.Values.Count(told => told is Admission.Closed or Admission.Doubted);
        return orders;
    }
}
