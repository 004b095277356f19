using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Storage.Values;

/// <summary>The words of the state for the contract's enumerations, and back.</summary>
internal static class Words
{
    private static readonly EnumWords<AttemptOutcome> Outcomes = new();
    private static readonly EnumWords<PassResult> Results = new();
    private static readonly EnumWords<Verification> Verifications = new();

    public static string Of(AttemptOutcome outcome) => Outcomes.Word(outcome);

    public static string Of(PassResult result) => Results.Word(result);

    public static string? Of(Verification? answer) =>
        answer is { } given ? Verifications.Word(given) : null;

    public static Verification? Verification(string? word) => Verifications.Value(word);

    public static FailureCategory? Category(string? word) =>
        FailureCategoryWords.TryParse(word, out var category) ? category : null;

    public static JobStatus? Status(string? word) =>
        JobStatusWords.TryParse(word, out var status) ? status : null;

    public static AttemptOutcome? Outcome(string? word) => Outcomes.Value(word);

    public static PassResult? Result(string? word) => Results.Value(word);

    /// <summary>Both directions, looked up: these words are written for every job.</summary>
    private sealed class EnumWords<T>
        where T : struct, Enum
    {
        private readonly Dictionary<T, string> _words = Enum.GetValues<T>()
            .ToDictionary(value => value, value => value.ToString().ToLowerInvariant());

        public string Word(T value) => _words[value];

        public T? Value(string? word)
        {
            foreach (var (value, candidate) in _words)
            {
                if (candidate == word)
                {
                    return value;
                }
            }

            return null;
        }
    }
}
