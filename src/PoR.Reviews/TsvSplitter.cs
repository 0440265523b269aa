namespace PoR.Reviews;

/// <summary>Fields are cut by tabs; quotes are characters like others.</summary>
internal sealed class TsvSplitter(LineReader lines) : IFieldSplitter
{
    /// <inheritdoc/>
    public ReadResult<List<RawField>> Next()
    {
        var line = lines.Next();
        if (line is null)
            return default;
        if (line.Fault is not null)
            return line.Fault;
        var fields = new List<RawField>();
        var start = 0;
        while (true)
        {
            var length = line.Text.AsSpan(start).IndexOf('\t');
            var value = length < 0 ? line.Text[start..] : line.Text.Substring(start, length);
            fields.Add(new RawField(value, line, start));
            if (length < 0)
                return fields;
            start += length + 1;
        }
    }
}
