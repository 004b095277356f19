namespace RetryOrchestrator.Engine.Guards;

/// <summary>What kind of thing an attempt runs on.</summary>
internal enum SlotKind
{
    /// <summary>A worker, by its number.</summary>
    Worker,

    /// <summary>A device, by its serial.</summary>
    Device,
}

/// <summary>What an attempt runs on, and what may be to blame when it fails.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Name">Which of them.</param>
internal sealed record Slot(SlotKind Kind, string Name)
{
    /// <summary>A worker.</summary>
    /// <param name="number">From 1.</param>
    public static Slot OfWorker(int number) =>
        new(SlotKind.Worker, number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A device.</summary>
    /// <param name="serial">Its serial.</param>
    public static Slot OfDevice(string serial) => new(SlotKind.Device, serial);

    /// <summary>Such as <c>worker 2</c> or <c>device emulator-5554</c>.</summary>
    public override string ToString() =>
        Kind == SlotKind.Worker ? $"worker {Name}" : $"device {Name}";
}
