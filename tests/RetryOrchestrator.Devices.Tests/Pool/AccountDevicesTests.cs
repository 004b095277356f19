using RetryOrchestrator.Devices.Pool;

namespace RetryOrchestrator.Devices.Tests.Pool;

public sealed class AccountDevicesTests : IDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("accounts-").FullName;

    private string FilePath => Path.Combine(_folder, "accounts.csv");

    [Fact]
    public void An_account_keeps_the_device_it_used_first_also_in_the_next_run()
    {
        var first = AccountDevices.Create(Nothing, FilePath, learn: true);
        Assert.Null(first.Used("anna, b.", "X"));
        Assert.Null(first.Used("anna, b.", "Y"));
        Assert.Null(first.Used(null, "Z"));

        var second = AccountDevices.Create(Nothing, FilePath, learn: true);

        Assert.Equal("X", second.Of("anna, b."));
        Assert.Equal((1, 0), (second.CountOf("X"), second.CountOf("Z")));
        Assert.Null(second.Of(null));
    }

    [Fact]
    public void Without_learning_only_what_was_given_holds_and_the_table_beats_the_file()
    {
        File.WriteAllText(FilePath, "Device,Account\nX,anna\nX,ben\n");
        var bindings = AccountDevices.Create(
            new Dictionary<string, string> { ["ben"] = "Y" },
            FilePath,
            learn: false
        );
        bindings.Used("carl", "Z");

        Assert.Equal(
            ("X", "Y", null),
            (bindings.Of("anna"), bindings.Of("ben"), bindings.Of("carl"))
        );
    }

    [Fact]
    public void All_faults_of_the_file_are_told_with_their_lines()
    {
        File.WriteAllText(FilePath, "account,device\nanna,X\n,Y\nanna,Z\nben\n");

        var fault = Assert.Throws<InvalidDataException>(() =>
            AccountDevices.Create(Nothing, FilePath, learn: true)
        );

        Assert.Equal(
            [
                $"{FilePath}, line 3: account or device is blank.",
                $"{FilePath}, line 4: account 'anna' is there twice, first in line 2; keep one.",
                $"{FilePath}, line 5: account or device is blank.",
            ],
            fault.Message.Split(Environment.NewLine)
        );
    }

    [Fact]
    public void A_file_without_the_columns_is_refused()
    {
        File.WriteAllText(FilePath, "name,phone\nanna,X\n");

        var fault = Assert.Throws<InvalidDataException>(() =>
            AccountDevices.Create(Nothing, FilePath, learn: true)
        );

        Assert.Contains("'account' and 'device'", fault.Message);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_told_and_the_binding_holds()
    {
        var bindings = AccountDevices.Create(
            Nothing,
            Path.Combine(_folder, "none", "accounts.csv"),
            learn: true
        );

        Assert.Contains("'anna'", bindings.Used("anna", "X"));
        Assert.Equal("X", bindings.Of("anna"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
