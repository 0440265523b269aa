using PoR.Exploration.Bba;
using PoR.Exploration.Bba.Mutations;

namespace PoR.Exploration.Tests;

/// <summary>A search that finds nothing shows something only if it finds a rule that is wrong.</summary>
public sealed class MutationTests
{
    [Theory(DisplayName = "Each wrong rule is found, by the promise that it breaks", Timeout = Explored.LimitMs)]
    [InlineData("quorum-minus-one", Delivery.Async, "S1")]
    [InlineData("quorum-minus-one", Delivery.Sync, "S1")]
    [InlineData("zero-without-value", Delivery.Async, "D6")]
    [InlineData("equivocators-count", Delivery.Async, "Equivocators")]
    [InlineData("equivocators-count", Delivery.Sync, "S1'")]
    [InlineData("coins-swapped", Delivery.Sync, "S1'")]
    [InlineData("half-minus-one", Delivery.Async, "S1")]
    [InlineData("half-minus-one", Delivery.Sync, "S6-value")]
    [InlineData("end-zero-anywhere", Delivery.Async, "S5")]
    [InlineData("end-zero-anywhere", Delivery.Sync, "S1'")]
    [InlineData("grade-one-is-zero", Delivery.Sync, "S6-grade")]
    [InlineData("vote-though-bad", Delivery.Async, "Bad-to-most")]
    [InlineData("vote-though-bad", Delivery.Sync, "Bad")]
    [InlineData("journal-forgotten", Delivery.Async, "S3")]
    [InlineData("journal-forgotten", Delivery.Sync, "S3")]
    public async Task Found(string name, Delivery delivery, string promise)
    {
        var mutation = Mutation.All.Single(known => known.Name == name);
        foreach (var nodes in (int[])[4, 7])
        {
            var setting = mutation.Needs(BbaSetting.Of(nodes, (nodes - 1) / 3, delivery));
            var found = await Task.Run(() => Explored.Of(setting, mutation.Make));

            Assert.Contains(promise, found.Broken().Split(' '));
        }
    }

    [Fact(DisplayName = "Every mutation has a test")]
    public void All_are_tested()
    {
        var tested = typeof(MutationTests).GetMethod(nameof(Found))!.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute => ((IEnumerable<System.Reflection.CustomAttributeTypedArgument>)
                attribute.ConstructorArguments[0].Value!).First().Value);

        Assert.Equal(Mutation.All.Select(mutation => mutation.Name).Order(), tested.Distinct().Cast<string>().Order());
    }
}
