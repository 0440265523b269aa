using System.Globalization;

namespace PoR.Train;

/// <summary>What the command line asks for.</summary>
internal sealed record TrainOptions
{
    /// <summary>The line that is shown beside a mistake.</summary>
    public const string Usage =
        "Use: PoR.Train --data DIR [--out FILE] [--leave-out SOURCE] [--slice N] [--seed N] "
        + "[--bits N] [--passes N] [--folds N] [--gain X]";

    /// <summary>Folder of the review files.</summary>
    public string Data { get; init; } = "";

    /// <summary>Where the model goes; nothing is written without it.</summary>
    public string? Out { get; init; }

    /// <summary>A source, e.g. amazon-kitchen, that is kept from training and measured.</summary>
    public string? LeaveOut { get; init; }

    /// <summary>How the model is trained.</summary>
    public TrainSettings Settings { get; init; } = new();

    /// <summary>Reads the command line.</summary>
    /// <exception cref="UserErrorException">It is wrong; the message says how.</exception>
    public static TrainOptions Parse(string[] arguments)
    {
        var options = new TrainOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var name = arguments[i];
            if (i + 1 >= arguments.Length)
                throw new UserErrorException($"{name} needs a value. {Usage}");
            options = options.With(name, arguments[i + 1]);
        }
        if (options.Data.Length == 0)
            throw new UserErrorException($"--data is missing. {Usage}");
        return options;
    }

    private TrainOptions With(string name, string value) => name switch
    {
        "--data" => this with { Data = value },
        "--out" => this with { Out = value },
        "--leave-out" => this with { LeaveOut = value },
        "--slice" => With(Settings with { Slice = Whole(name, value, 1, 1_000_000) }),
        "--seed" => With(Settings with { Seed = (uint)Whole(name, value, 0, int.MaxValue) }),
        "--bits" => With(Settings with { Bits = Whole(name, value, 10, 22) }),
        "--passes" => With(Settings with { Passes = Whole(name, value, 1, 100) }),
        "--folds" => With(Settings with { Folds = Whole(name, value, 2, 20) }),
        "--gain" => With(Settings with { Gain = Real(name, value) }),
        _ => throw new UserErrorException($"{name} is no option. {Usage}"),
    };

    private TrainOptions With(TrainSettings settings) => this with { Settings = settings };

    private static int Whole(string name, string value, int min, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max
            ? number
            : throw new UserErrorException($"{name} must be {min}..{max}, not '{value}'.");

    private static float Real(string name, string value) =>
        float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && float.IsFinite(number) && number >= 0
            ? number
            : throw new UserErrorException($"{name} must be a number of 0 or more, not '{value}'.");
}
