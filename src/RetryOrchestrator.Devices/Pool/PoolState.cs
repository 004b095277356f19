using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Guards;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>
/// What a pool knows of its devices: which there are, who has them, which are out. No device and
/// no lock file is touched here. Not thread-safe: the pool owns it.
/// </summary>
internal sealed partial class PoolState
{
    /// <summary>The state of a device that adb does not show.</summary>
    public const string Absent = "absent";

    private readonly DevicePoolOptions _options;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);
    private TaskCompletionSource _change = NewSignal();
    private int _discoveredInPass = -1;
    private int _noneToldInPass;
    private long _uses;

    public PoolState(DevicePoolOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        foreach (var serial in options.Devices)
        {
            Get(serial).InPool = true;
        }
    }

    public DeviceStandings Standings { get; } = new();

    /// <summary>Ends at the next change.</summary>
    public Task Change => _change.Task;

    /// <summary>The devices that jobs without a device of their own may get.</summary>
    public IReadOnlyList<string> Known =>
        _members.Where(pair => pair.Value.InPool).Select(pair => pair.Key).ToList();

    /// <summary>How many phones these are: two devices may be one.</summary>
    public int Phones =>
        Known.Select(serial => Get(serial).AlsoKnownAs ?? serial).Distinct().Count();

    public bool MustDiscover(int pass) => pass > _discoveredInPass;

    /// <summary>Takes in what adb shows. Once a pass: a phone that is plugged in joins the next one.</summary>
    /// <param name="devices">What it shows.</param>
    /// <param name="doubles">Of phones that it shows twice, one serial with the other.</param>
    /// <param name="pass">The pass.</param>
    /// <returns>What the operator is to be told.</returns>
    public IReadOnlyList<string> Discovered(
        IReadOnlyList<DeviceInfo> devices,
        IReadOnlyDictionary<string, string> doubles,
        int pass
    )
    {
        _discoveredInPass = pass;
        foreach (var member in _members.Values)
        {
            member.State = Absent;
        }

        var news = new List<string>();
        foreach (var device in devices)
        {
            var member = Get(device.Serial);
            member.State = device.State;
            member.Model = device.Model ?? member.Model;
            var other = doubles.GetValueOrDefault(device.Serial);
            if (other is not null && other != member.AlsoKnownAs)
            {
                news.Add(
                    $"Device {device.Serial} and device {other} are one phone: it gets one job at a time."
                );
            }

            member.AlsoKnownAs = other;
            if (_options.Devices.Count == 0)
            {
                // By one of its names only: the other would be a worker that only waits.
                member.InPool = other is null && (member.InPool || device.IsReady);
            }
        }

        return news;
    }

    /// <summary>All that adb calls a device, itself included.</summary>
    public IReadOnlyList<string> SerialsOf(string serial) =>
        Get(serial).AlsoKnownAs is { } other ? [serial, other] : [serial];

    /// <summary>
    /// What the operator is told when a job finds that there is no device at all: once a pass, however
    /// many jobs are put off for it. Devices that are set aside were told of before.
    /// </summary>
    public string? NewsOfNone(LeaseRequest request)
    {
        if (request.Pass <= _noneToldInPass || Fitting(request).Count > 0)
        {
            return null;
        }

        _noneToldInPass = request.Pass;
        return "No device is there: adb shows none that is ready. The jobs of this pass are put off.";
    }

    /// <summary>Chooses a device and marks it as taken.</summary>
    public DeviceChoice Choose(LeaseRequest request)
    {
        var choice = DeviceChoice.Among(
            Fitting(request)
                .Select(serial => new Candidate(
                    serial,
                    AvailabilityOf(serial, request),
                    Standings.HasFailedOn(request.JobId, serial),
                    request.Account is null ? 0 : _options.Accounts.CountOf(serial),
                    Get(serial).LastUsed
                ))
                .ToList()
        );
        if (choice.Serial is { } chosen)
        {
            Get(chosen).Taken = true;
        }

        return choice;
    }

    /// <summary>Why no device can be had in this pass, in words.</summary>
    public string WhyNone(LeaseRequest request)
    {
        var fitting = Fitting(request);
        if (fitting.Count == 0)
        {
            return "adb shows no device that is ready";
        }

        var whose =
            request.Device is null
            && fitting.Count == 1
            && _options.Accounts.Of(request.Account) is not null
                ? $" (account '{request.Account}' is bound to it)"
                : "";
        return string.Join(
                "; ",
                fitting.Select(serial =>
                    $"device {serial} is set aside: {Standings.Of(serial)?.Reason}"
                )
            ) + whose;
    }

    public void Leased(string serial, LeaseRequest request)
    {
        var member = Get(serial);
        Standings.Leased(serial);
        member.Lease = (request, _time.GetUtcNow());
        member.LastUsed = ++_uses;
    }

    public void Free(string serial)
    {
        var member = Get(serial);
        member.Taken = false;
        member.Lease = null;
    }

    /// <summary>Another run has it. Asked for again after a while.</summary>
    public void HeldElsewhere(string serial)
    {
        var member = Get(serial);
        member.Taken = false;
        member.Elsewhere = true;
    }

    public void AskOthersAgain()
    {
        foreach (var member in _members.Values)
        {
            member.Elsewhere = false;
        }
    }

    public void Seen(string serial, string state) => Get(serial).State = state;

    /// <summary>Wakes those who wait.</summary>
    public void SignalChange()
    {
        var change = _change;
        _change = NewSignal();
        change.SetResult();
    }

    private List<string> Fitting(LeaseRequest request)
    {
        var one = request.Device ?? _options.Accounts.Of(request.Account);
        return one is null ? [.. Known] : [one];
    }

    private Availability AvailabilityOf(string serial, LeaseRequest request)
    {
        var member = Get(serial);
        if (member.Taken || member.Elsewhere || Standings.IsAwaited(serial, _time.GetUtcNow()))
        {
            return Availability.Busy;
        }

        if (Standings.IsUnhealthy(serial))
        {
            return Standings.MayBeChecked(serial, request.Pass)
                ? Availability.ToBeChecked
                : Availability.Out;
        }

        return Standings.AdmissionOf(serial) switch
        {
            Admission.Open => Availability.Free,
            Admission.Probe => Availability.ToBeChecked,
            // How the others end will tell; when there are none, it is tried all the same.
            Admission.Doubted => _members.Values.Any(other => other.Taken)
                ? Availability.Busy
                : Availability.ToBeChecked,
            // Who can have no other would only keep a worker waiting.
            _ => IsBound(request) ? Availability.Out : Availability.Busy,
        };
    }

    private bool IsBound(LeaseRequest request) =>
        (request.Device ?? _options.Accounts.Of(request.Account)) is not null;

    private Member Get(string serial)
    {
        if (!_members.TryGetValue(serial, out var member))
        {
            _members[serial] = member = new Member();
        }

        return member;
    }

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Member
    {
        public bool InPool { get; set; }

        public string State { get; set; } = Absent;

        public string? Model { get; set; }

        public string? AlsoKnownAs { get; set; }

        public bool Taken { get; set; }

        public bool Elsewhere { get; set; }

        public (LeaseRequest Request, DateTimeOffset At)? Lease { get; set; }

        public long LastUsed { get; set; }
    }
}
