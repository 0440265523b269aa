using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Actors.Services;

namespace PoR.Actors.Evaluators;

/// <summary>
/// A node's workers for texts: makes a leader's block, and re-evaluates another's (PoR §5.2 steps 1, 3).
/// </summary>
public sealed class Evaluator : IActor
{
    private const string WorkKey = "work";

    private readonly NodeId _node;
    private readonly NodeServices _services;

    /// <summary>It holds nothing but its services.</summary>
    public Evaluator(NodeId node, NodeServices services)
    {
        _node = node;
        _services = services;
    }

    /// <inheritdoc/>
    public void OnStart(IContext context)
    {
    }

    /// <inheritdoc/>
    public void OnMessage(IContext context, IMessage message)
    {
        switch (message)
        {
            case EvaluatorMessage.Build build:
                context.Offload(new BuildBlockJob(_services, build, _services.Clock(context.Now)), WorkKey);
                break;
            case EvaluatorMessage.Verify verify:
                context.Offload(new VerifyBlockJob(_services, verify, _services.Clock(context.Now)), WorkKey);
                break;
            case JobDone { Result: BlockMade { Block: var block, Proposer: var proposer } }:
                context.Send(Addresses.Participant(proposer), new ParticipantMessage.BlockBuilt(block));
                break;
            case JobDone { Result: CoordinatorMessage.BlockVerified verified }:
                context.Send(Addresses.Coordinator(_node), verified);
                context.Publish(Addresses.Facts, new Fact.BlockReEvaluated(
                    _node, verified.Parent, verified.Value, verified.Verdict));
                break;
            case JobDone { Error: { } error }:
                throw new InvalidOperationException($"A block could not be worked on: {error}");
            default:
                context.Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnStop(IContext context, StopReason why)
    {
    }
}
