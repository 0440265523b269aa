using System.Reflection;
using Akka.TestKit;

#if XUNIT2_KIT
namespace AkkaSimulation.TestKit.Xunit2.Tests;
#else
namespace AkkaSimulation.TestKit.Xunit.Tests;
#endif

/// <summary>No verb of Akka's kit is left that waits in real time.</summary>
public sealed class KitVerbListTests
{
    // Each neither waits nor looks at a clock: it tells something, creates something, or reads a value.
    private static readonly string[] s_allowed =
    [
        "ActorSelection(ActorPath)",
        "ActorSelection(String)",
        "ActorSelection(IActorRef, String)",
        "GetTimeoutOrDefault(Nullable`1)",
        "IgnoreMessages(Func`2)",
        "IgnoreMessages`1(Func`2)",
        "IgnoreMessages`1()",
        "IgnoreNoMessages()",
        "SetAutoPilot(AutoPilot)",
        "get_HasMessages()",
        "get_Log()",
        "get_TestActor()",
        "get_TestKitSettings()",

        // Public overloads that call the protected ones, which are overridden.
        "Shutdown(Nullable`1, Boolean)",
        "ShutdownAsync(Nullable`1, Boolean)",
    ];

    // A probe's own: they tell, forward to the actor behind the probe, or cannot be called.
    private static readonly string[] s_allowedOfProbe =
    [
        "CompareTo(Object)",
        "CreateTestProbe(String)",
        "Equals(Object)",
        "GetHashCode()",
        "Send(IActorRef, Object)",
        "SendSystemMessage(ISystemMessage)",
        "SendSystemMessage(ISystemMessage, IActorRef)",
        "ToString()",
        "get_Ref()",
    ];

    [Fact(DisplayName = "Akka_test_kit: every public verb is shadowed on the kit, or is known not to wait")]
    public void Kit_shadows_every_verb() =>
        Assert.Equal([], Unshadowed(typeof(TestKitBase), typeof(SimulationTestKit)).Except(s_allowed));

    [Fact(DisplayName = "Akka_test_kit: every public verb is shadowed on the probe, or is known not to wait")]
    public void Probe_shadows_every_verb()
    {
        var left = Unshadowed(typeof(TestKitBase), typeof(SimulationProbe))
            .Concat(Unshadowed(typeof(TestProbe), typeof(SimulationProbe)));

        Assert.Equal([], left.Except(s_allowed).Except(s_allowedOfProbe));
    }

    [Fact(DisplayName = "The list of verbs that need no shadow names no verb that has one or is gone")]
    public void List_is_not_longer_than_needed()
    {
        var left = Unshadowed(typeof(TestKitBase), typeof(SimulationTestKit)).ToHashSet();

        Assert.Equal([], s_allowed.Except(left));
    }

    [Fact(DisplayName = "A shadow has the names, defaults and result of the verb, so that a test compiles unchanged")]
    public void Shadows_have_the_same_shape()
    {
        var shadows = Verbs(typeof(SimulationTestKit)).ToLookup(NameOf);

        var different =
            from verb in Verbs(typeof(TestKitBase))
            from shadow in shadows[NameOf(verb)]
            where ShapeOf(verb) != ShapeOf(shadow)
            select $"{ShapeOf(verb)} is {ShapeOf(shadow)}";

        Assert.Equal([], different);
    }

    private static IEnumerable<string> Unshadowed(Type akka, Type ours)
    {
        var shadows = Verbs(ours).Select(NameOf).ToHashSet();
        return Verbs(akka).Select(NameOf).Where(verb => !shadows.Contains(verb)).Distinct()
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<MethodInfo> Verbs(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(static method => !method.Name.StartsWith('<'));

    private static string NameOf(MethodInfo verb) =>
        $"{verb.Name}{GenericOf(verb)}("
        + string.Join(", ", verb.GetParameters().Select(static p => p.ParameterType.Name)) + ")";

    private static string GenericOf(MethodInfo verb) =>
        verb.IsGenericMethod ? $"`{verb.GetGenericArguments().Length}" : string.Empty;

    private static string ShapeOf(MethodInfo verb)
    {
        var parameters = verb.GetParameters().Select(static p => $"{p.ParameterType.Name} {p.Name}"
            + (p.HasDefaultValue ? $" = {p.DefaultValue ?? "default"}" : string.Empty));
        return $"{verb.Name}{GenericOf(verb)}({string.Join(", ", parameters)})";
    }
}
