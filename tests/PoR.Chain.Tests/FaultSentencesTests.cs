using PoR.Ledger.Blocks;

namespace PoR.Chain.Tests;

public sealed class FaultSentencesTests
{
    [Fact]
    public void Every_fault_of_a_block_has_a_sentence_of_its_own()
    {
        var sentences = Cases<BlockFault>().Select(FaultSentences.Of).ToList();

        Assert.All(sentences, sentence => Assert.EndsWith(".", sentence));
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
        Assert.Contains("Entry 2: The text scores 1, not 1.", sentences);
        Assert.Contains("Evidence 2: This or an earlier block has brought it.", sentences);
    }

    [Fact]
    public void Every_fault_of_a_chain_has_a_sentence_of_its_own()
    {
        var sentences = Cases<ChainFault>().Select(FaultSentences.Of).ToList();

        Assert.All(sentences, sentence => Assert.EndsWith(".", sentence));
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
    }

    private static List<T> Cases<T>()
    {
        var cases = typeof(T).GetNestedTypes().Select(type => (T)type.GetConstructors()[0].Invoke(
            [.. type.GetConstructors()[0].GetParameters().Select(parameter => Any(parameter.ParameterType))])).ToList();
        Assert.NotEmpty(cases);
        return cases;
    }

    private static object Any(Type type) =>
        type == typeof(string) ? "What another layer said."
        : type == typeof(BlockFault) ? new BlockFault.WrongParent()
        : type.IsEnum ? Enum.GetValues(type).GetValue(0)!
        : type.IsPrimitive ? Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture)
        : Activator.CreateInstance(type)!;
}
