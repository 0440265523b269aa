using System.Globalization;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Reviews;

namespace PoR.Tool.Evaluating;

/// <summary>Writes evaluations as TSV.</summary>
internal sealed class EvaluationLine(bool bySentences)
{
    /// <summary>The header row.</summary>
    public const string Header = "id\tscore\tevidence\trating\tdifference\tverdict";

    private readonly EvaluationModel _model = EvaluationModel.Embedded;
    private readonly CongruenceRule _rule = CongruenceRule.Of(ProtocolParameters.Hardened);

    /// <summary>Evaluates a review and writes its row.</summary>
    public void Write(ReviewRow row, TextWriter output)
    {
        var text = bySentences ? _model.EvaluateBySentences(row.Text.Utf8) : _model.Evaluate(row.Text.Utf8);
        output.Write(row.Id);
        output.Write('\t');
        output.Write(text.Score);
        output.Write(text.HasEvidence ? "\t1\t" : "\t0\t");
        if (row.Review is { Rating: var rating })
            WriteRating(text, rating, output);
        else
            output.Write("\t\t");
        output.Write('\n');
    }

    /// <summary>How a verdict is called here: what does not halve the reputation is congruent.</summary>
    private static string NameOf(CongruenceVerdict verdict) => verdict switch
    {
        CongruenceVerdict.NoEvidence => "no-evidence",
        CongruenceVerdict.Incongruent => "incongruent",
        _ => "congruent",
    };

    private void WriteRating(TextScore text, Rating rating, TextWriter output)
    {
        var scale = rating.Max - rating.Min;
        var percent = (rating.Value - rating.Min) * 100;
        WriteShare(percent, scale, output);
        output.Write('\t');
        WriteShare(Math.Abs((text.Score * scale) - percent), scale, output);
        output.Write('\t');
        output.Write(NameOf(_rule.Judge(text, rating)));
    }

    /// <summary>A quotient with at most two decimals, half up, without zeros at its end.</summary>
    private static void WriteShare(int dividend, int divisor, TextWriter output)
    {
        var hundredths = ((200 * dividend) + divisor) / (2 * divisor);
        output.Write((hundredths / 100).ToString(CultureInfo.InvariantCulture));
        var rest = hundredths % 100;
        if (rest == 0)
            return;
        output.Write('.');
        output.Write((char)('0' + (rest / 10)));
        if (rest % 10 != 0)
            output.Write((char)('0' + (rest % 10)));
    }
}
