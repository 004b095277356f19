using RetryOrchestrator.Devices.Pool;

namespace RetryOrchestrator.Devices.Tests.Pool;

public sealed class DeviceChoiceTests
{
    [Fact]
    public void A_healthy_device_is_taken_before_one_that_must_be_checked()
    {
        var choice = DeviceChoice.Among([
            new Candidate("A", Availability.ToBeChecked),
            new Candidate("B", Availability.Free, JobFailedHere: true, Accounts: 9, LastUsed: 9),
        ]);

        Assert.Equal("B", choice.Serial);
    }

    [Fact]
    public void A_job_goes_to_a_device_on_which_it_has_not_failed()
    {
        var choice = DeviceChoice.Among([
            new Candidate("A", Availability.Free, JobFailedHere: true),
            new Candidate("B", Availability.Free, Accounts: 9, LastUsed: 9),
        ]);

        Assert.Equal("B", choice.Serial);
    }

    [Fact]
    public void Accounts_are_spread_and_devices_take_turns()
    {
        Assert.Equal(
            "B",
            DeviceChoice
                .Among([
                    new Candidate("A", Availability.Free, Accounts: 2, LastUsed: 1),
                    new Candidate("B", Availability.Free, Accounts: 1, LastUsed: 2),
                ])
                .Serial
        );
        Assert.Equal(
            "A",
            DeviceChoice
                .Among([
                    new Candidate("B", Availability.Free, LastUsed: 2),
                    new Candidate("A", Availability.Free, LastUsed: 1),
                ])
                .Serial
        );
    }

    [Fact]
    public void Waiting_makes_sense_only_while_somebody_has_a_device()
    {
        var busy = new Candidate("A", Availability.Busy);
        var gone = new Candidate("B", Availability.Out);

        Assert.Equal(new DeviceChoice(null, Wait: true), DeviceChoice.Among([busy, gone]));
        Assert.Equal(new DeviceChoice(null, Wait: false), DeviceChoice.Among([gone]));
        Assert.Equal(new DeviceChoice(null, Wait: false), DeviceChoice.Among([]));
    }
}
