using System.Globalization;
using System.Text;
using PoR.Core.Bytes;
using PoR.Core.Transactions;

namespace PoR.Reviews;

/// <summary>Makes a review of a raw row, or says what is wrong with it.</summary>
internal static class RowCheck
{
    private const string DefaultScale = "1-5";

    /// <summary>Checks the fields in the order text, id, rating.</summary>
    /// <param name="file">The file's name, for faults.</param>
    /// <param name="number">The row's number, from 1: its id where the row has none.</param>
    /// <param name="row">The row.</param>
    internal static ReviewItem Check(string file, long number, RawRow row)
    {
        if (row.ValueOf(ReviewColumn.Text) is not { } text)
            return Bad(file, row.FieldOf(ReviewColumn.Text),
                ReviewFaultKind.EmptyText, "A review has a text.");
        var id = row.ValueOf(ReviewColumn.Id) ?? number.ToString(CultureInfo.InvariantCulture);
        if (id.AsSpan().ContainsAny('\t', '\n', '\r'))
            return Bad(file, row.FieldOf(ReviewColumn.Id), ReviewFaultKind.BadId,
                "An id has no tab and no line break.");
        Rating? rating = null;
        if (row.ValueOf(ReviewColumn.Rating) is not null)
        {
            var scale = row.FieldOf(ReviewColumn.Scale);
            if (FaultOf(file, row.FieldOf(ReviewColumn.Rating), scale, out var found) is { } fault)
                return fault;
            rating = found;
        }
        Bytes32? sensitive = null;
        if (row.ValueOf(ReviewColumn.Sensitive) is { } digits && (sensitive = Bytes32.TryParse(digits)) is null)
            return Bad(file, row.FieldOf(ReviewColumn.Sensitive), ReviewFaultKind.BadCommitment,
                "A commitment to sensitive fields is 64 hexadecimal digits.");
        var note = ReviewNote.Cut(text, out var isCut);
        var review = rating is { } rate
            ? new WrittenReview(
                row.ValueOf(ReviewColumn.Reviewer) ?? id,
                NameOf(row.ValueOf(ReviewColumn.Product) ?? id),
                NameOf(row.ValueOf(ReviewColumn.Category) ?? row.ValueOf(ReviewColumn.Source) ?? ""),
                note,
                rate,
                sensitive ?? default)
            : null;
        return new ReviewItem.Good(new ReviewRow(number, id, note, isCut, review));
    }

    /// <summary>A name that fits a transaction: a longer one is cut at a code point's boundary.</summary>
    private static string NameOf(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        var length = Math.Min(utf8.Length, Transaction.NameBytesMax);
        while (length < utf8.Length && (utf8[length] & 0xC0) == 0x80)
            length--;
        return Encoding.UTF8.GetString(utf8, 0, length);
    }

    private static ReviewItem.Malformed? FaultOf(string file, RawField rate, RawField scale, out Rating rating)
    {
        rating = default;
        var ends = (scale.Value.Length == 0 ? DefaultScale : scale.Value).Split('-');
        if (ends.Length != 2 || Whole(ends[0]) is not { } min || Whole(ends[1]) is not { } max
            || !new Rating(min, min, max).IsValid)
            return Bad(file, scale, ReviewFaultKind.UnknownScale,
                $"A scale is a-b with 0 ≤ a < b ≤ {Rating.ScaleMax}, such as 1-5, not '{Shown(scale.Value)}'.");
        if (Whole(WithoutZeros(rate.Value)) is not { } value)
            return Bad(file, rate, ReviewFaultKind.BadRating,
                $"A rating is a whole number, not '{Shown(rate.Value)}'.");
        rating = new Rating(value, min, max);
        return rating.IsValid
            ? null
            : Bad(file, rate, ReviewFaultKind.BadRating, $"The rating {value} is off its scale {min}-{max}.");
    }

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    // "4.0" is the whole number 4.
    private static string WithoutZeros(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point > 0 && point < text.Length - 1 && !text.AsSpan(point + 1).ContainsAnyExcept('0')
            ? text[..point]
            : text;
    }

    private static string Shown(string value) => value.Length <= 40 ? value : string.Concat(value.AsSpan(0, 40), "…");

    private static ReviewItem.Malformed Bad(string file, RawField field, ReviewFaultKind kind, string message) =>
        new(field.Fault(file, kind, message));
}
