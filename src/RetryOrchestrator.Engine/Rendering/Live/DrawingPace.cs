namespace RetryOrchestrator.Engine.Rendering.Live;

/// <summary>
/// How often progress is drawn: five times a second where that is cheap, and otherwise so seldom
/// that it takes a twentieth of the time at most. A terminal that does not answer where its cursor
/// is makes PowerShell wait for a second or more with every record.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class DrawingPace(TimeProvider time)
{
    private const int Share = 20;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    // So that a terminal that stood still for hours shows something soon after it goes on.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(250);

    private long _began;
    private long _ended;
    private TimeSpan _interval;

    /// <summary>Whether the last drawing is old enough for the next.</summary>
    public bool IsDue => time.GetElapsedTime(_ended) >= _interval;

    /// <summary>Whether the drawing that is going on takes too long to add anything to it.</summary>
    public bool TakesLong => time.GetElapsedTime(_began) >= Long;

    /// <summary>Draws, and takes note of how long it took.</summary>
    public void Draw(Action draw)
    {
        _began = time.GetTimestamp();
        draw();
        _ended = time.GetTimestamp();
        var fair = time.GetElapsedTime(_began, _ended) * Share;
        _interval =
            fair < Shortest ? Shortest
            : fair > Longest ? Longest
            : fair;
    }
}
