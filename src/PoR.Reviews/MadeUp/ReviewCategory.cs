namespace PoR.Reviews.MadeUp;

/// <summary>A kind of subject: what its subjects are, and what one can say about them.</summary>
/// <param name="Name">Lower case.</param>
/// <param name="Nouns">What a subject may be.</param>
/// <param name="Aspects">What a subject has, in the singular.</param>
internal sealed record ReviewCategory(string Name, string[] Nouns, string[] Aspects)
{
    /// <summary>All categories.</summary>
    internal static readonly ReviewCategory[] All =
    [
        new("books",
            ["book", "novel", "paperback", "cookbook", "biography", "thriller", "guide", "textbook"],
            ["story", "writing", "plot", "ending", "print", "cover", "translation", "style", "first chapter"]),
        new("kitchen",
            ["pan", "kettle", "blender", "knife", "toaster", "coffee maker", "whisk", "mixer"],
            ["handle", "finish", "quality", "design", "lid", "weight", "grip", "size", "packaging"]),
        new("electronics",
            ["radio", "keyboard", "camera", "printer", "phone", "monitor", "charger", "headset"],
            ["sound", "battery", "screen", "quality", "cable", "manual", "menu", "design", "case"]),
        new("films",
            ["movie", "film", "comedy", "documentary", "drama", "western", "DVD", "series"],
            ["acting", "plot", "music", "script", "ending", "cast", "picture", "dialogue", "editing"]),
        new("instruments",
            ["guitar", "ukulele", "amplifier", "microphone", "pedal", "violin", "drum kit", "flute"],
            ["sound", "tone", "tuning", "neck", "finish", "quality", "case", "build", "strap"]),
        new("toys",
            ["puzzle", "doll", "train set", "board game", "kite", "scooter", "teddy", "robot"],
            ["paint", "quality", "color", "size", "design", "box", "material", "manual", "surface"]),
    ];

    /// <summary>Units of time for <c>{units}</c>, which follow a number of 2 or more.</summary>
    internal static readonly string[] Units = ["days", "weeks", "months"];

    /// <summary>People for <c>{person}</c>.</summary>
    internal static readonly string[] People =
    [
        "wife", "husband", "son", "daughter", "sister", "brother", "mother", "father", "friend", "neighbor",
        "uncle", "aunt", "roommate", "cousin", "boss", "nephew",
    ];
}
