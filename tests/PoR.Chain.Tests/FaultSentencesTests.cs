using PoR.Consensus.Certificates;
using PoR.Consensus.Votes;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;
using PoR.Ledger.Transactions;

namespace PoR.Chain.Tests;

public sealed class FaultSentencesTests
{
    [Fact]
    public void Every_fault_of_a_block_has_a_sentence_of_its_own()
    {
        var sentences = Told(Cases<BlockFault>().Select(FaultSentences.Of));

        Assert.Contains("Entry 2: The text scores 1, not 1.", sentences);
        Assert.Contains("Evidence 2: This or an earlier block has brought it.", sentences);
    }

    [Fact]
    public void Every_fault_of_a_transaction_has_a_sentence_of_its_own()
    {
        var sentences = Told(Cases<TransactionFault>()
            .Select(fault => FaultSentences.Of(new BlockFault.InvalidTransaction(1, fault))));

        Assert.Contains("Entry 2: The payer's balance 1 is below the amount 1.", sentences);
    }

    [Fact]
    public void Every_fault_of_a_sponsorship_has_a_sentence_of_its_own()
    {
        var sentences = Told(Cases<SponsorshipFault>()
            .Select(fault => FaultSentences.Of(new BlockFault.SponsorshipProvesNothing(1, fault))));

        Assert.Contains(sentences, said => said.EndsWith("its holder drew 1 in that round.", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fault_of_evidence_has_a_sentence_of_its_own()
    {
        var sentences = Told(Cases<EvidenceFault>()
            .Select(fault => FaultSentences.Of(new BlockFault.EvidenceProvesNothing(1, fault))));

        Assert.Contains("Evidence 2 proves nothing: its votes have 1 of the 1 seats needed.", sentences);
        Assert.Contains(
            sentences, said => said.EndsWith("in step 0 is its sender's own.", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fault_of_a_chain_has_a_sentence_of_its_own() =>
        Told(Cases<ChainFault>().Select(FaultSentences.Of));

    [Fact]
    public void Every_fault_of_a_certificate_a_vote_or_a_ticket_has_words_of_its_own()
    {
        Told(Cases<CertificateFault>().Select(fault => FaultSentences.Of(fault) + "."));
        Told(Enum.GetValues<VoteFault>().Select(fault => FaultSentences.Of(fault) + "."));
        Told(Enum.GetValues<TicketFault>().Select(fault => FaultSentences.Of(fault) + "."));
    }

    [Fact]
    public void A_name_tells_the_case_and_the_parts_fault_and_no_data()
    {
        var vote = new CertificateFault.InvalidVote(default, default, VoteFault.NotSelected);
        Assert.Equal("InvalidVote.NotSelected", FaultNames.Of(vote));
        Assert.Equal("TooFewSeats", FaultNames.Of(new CertificateFault.TooFewSeats(1, 2)));
        Assert.Equal(
            "InvalidTransaction.Overdrawn",
            FaultNames.Of(new BlockFault.InvalidTransaction(7, new TransactionFault.Overdrawn(3, 2))));
        Assert.Equal(
            "EvidenceProvesNothing.InvalidVote.BadForm",
            FaultNames.Of(new BlockFault.EvidenceProvesNothing(
                0, new EvidenceFault.InvalidVote(default, default, VoteFault.BadForm))));
        Assert.Equal("BadSeedProof", FaultNames.Of(TicketFault.BadSeedProof));
    }

    private static List<string> Told(IEnumerable<string> told)
    {
        var sentences = told.ToList();
        Assert.All(sentences, sentence => Assert.EndsWith(".", sentence));
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
        return sentences;
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
        : type == typeof(TransactionFault) ? new TransactionFault.SelfPayment()
        : type == typeof(SponsorshipFault) ? new SponsorshipFault.WrongProof(default)
        : type == typeof(EvidenceFault) ? new EvidenceFault.WrongParent()
        : type == typeof(CertificateFault) ? new CertificateFault.WrongParent()
        : type.IsEnum ? Enum.GetValues(type).GetValue(0)!
        : type.IsPrimitive ? Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture)
        : Activator.CreateInstance(type)!;
}
