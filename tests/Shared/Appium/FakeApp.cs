namespace RetryOrchestrator.Tests.Appium;

/// <summary>Apps for Appium's fake driver, which are XML files.</summary>
internal static class FakeApp
{
    /// <summary>Writes an app: a button, a field for the caption, and a hidden element.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="more">Further elements.</param>
    public static string Write(string folder, string more = "")
    {
        var file = Path.Combine(folder, $"app-{Guid.NewGuid():N}.xml");
        File.WriteAllText(
            file,
            $"""
            <app width="1080" height="1920">
              <MockButton id="share_button" text="Share" visible="true" left="1" top="2"/>
              <MockInputField id="caption"/>
              <MockText id="later" text="Later" visible="false"/>
              {more}
            </app>
            """
        );
        return file;
    }
}
