using System.Security;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Flows;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Tests.Flows;

/// <summary>
/// A device and its screen for tests of the steps' order, limits and meaning: what is shown is a
/// set of texts, and what is done is noted.
/// </summary>
internal sealed class FakePhone : IFlowDevice, IFlowScreen
{
    /// <summary>What is on the screen; an element is named by its text whatever the selector.</summary>
    public HashSet<string> Shown { get; } = [];

    /// <summary>What was done.</summary>
    public List<string> Did { get; } = [];

    /// <summary>Called before each look at the screen.</summary>
    public Action<int>? OnLook { get; set; }

    /// <summary>The screen is never answered while this is set.</summary>
    public bool Frozen { get; set; }

    public FailureEvidence? PushFailure { get; set; }

    public int Looks { get; private set; }

    public Task<FailureEvidence?> PushAsync(string local, string remote, CancellationToken stop)
    {
        Did.Add($"push {local} {remote}");
        return Task.FromResult(PushFailure);
    }

    public Task<FailureEvidence?> StartAsync(DeviceIntent intent, CancellationToken stop)
    {
        Did.Add(string.Join(' ', intent.ToCommand()));
        return Task.FromResult<FailureEvidence?>(null);
    }

    public Task<AdbResult<string>> RunAsync(
        IReadOnlyList<string> words,
        TimeSpan limit,
        CancellationToken stop
    )
    {
        Did.Add(string.Join(' ', words));
        var answer = words[0] == "content" ? "Row: 0 _id=42" : "";
        return Task.FromResult(AdbResult<string>.Of(answer));
    }

    public Task<bool> IsShownAsync(ScreenTarget target, CancellationToken stop) =>
        LookAsync(() => Shown.Contains(target.Value), stop);

    public Task<bool> TapAsync(ScreenTarget target, CancellationToken stop) =>
        DoAsync(target, $"tap {target.Value}", stop);

    public Task<bool> TypeAsync(ScreenTarget target, string text, CancellationToken stop)
    {
        if (Shown.Contains(target.Value))
        {
            Shown.Add(text);
        }

        return DoAsync(target, $"type {text}", stop);
    }

    public Task<bool> ClearAsync(ScreenTarget target, CancellationToken stop) =>
        DoAsync(target, $"clear {target.Value}", stop);

    public Task<string?> ReadAsync(ScreenTarget target, CancellationToken stop) =>
        LookAsync(() => Shown.FirstOrDefault(text => text.StartsWith(target.Value)), stop);

    public Task<string> SourceAsync(CancellationToken stop) =>
        LookAsync(
            () =>
                $"<hierarchy>{string.Concat(Shown.Select(text => $"<v text=\"{SecurityElement.Escape(text)}\"/>"))}</hierarchy>",
            stop
        );

    public Task<byte[]> ScreenshotAsync(CancellationToken stop) =>
        LookAsync(() => new byte[] { 1, 2, 3 }, stop);

    private Task<bool> DoAsync(ScreenTarget target, string what, CancellationToken stop) =>
        LookAsync(
            () =>
            {
                if (!Shown.Contains(target.Value))
                {
                    return false;
                }

                Did.Add(what);
                return true;
            },
            stop
        );

    private async Task<T> LookAsync<T>(Func<T> look, CancellationToken stop)
    {
        OnLook?.Invoke(++Looks);
        if (Frozen)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        }

        return look();
    }
}
