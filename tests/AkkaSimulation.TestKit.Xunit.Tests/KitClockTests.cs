using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

#if XUNIT2_KIT
namespace AkkaSimulation.TestKit.Xunit2.Tests;
#else
namespace AkkaSimulation.TestKit.Xunit.Tests;
#endif

/// <summary>The kits know no clock but the simulation's.</summary>
public sealed class KitClockTests
{
    // By type and member, as the compiled kits would refer to them; a name alone stands for all of the type.
    private static readonly string[] s_realTime =
    [
        "TestKitBase.RemainingOrDilated", "TestKitBase.RemainingOr", "TestKitBase.get_RemainingOrDefault",
        "TestKitBase.get_NoMessageRemainingOrDefault", "TestKitBase.get_Remaining", "TestKitBase.Dilated",
        "TestKitBase.get_Now", "TestKitBase.Within", "TestKitBase.WithinAsync", "TestKitBase.AwaitAssert",
        "TestKitBase.AwaitCondition", "TestKitBase.AwaitConditionNoThrow", "TestKitBase.InternalAwaitCondition",
        "TestKitBase.ReceiveN", "TestKitBase.ReceiveWhile", "TestKitBase.FishForMessage", "TestKitBase.ExpectNoMsg",
        "TestKitBase.ExpectMsgAllOf", "TestKitBase.ExpectMsgAnyOf", "TestKitBase.Watch", "TestKitBase.Unwatch",
        "TestKitBase.ChildActorOf", "TestKitBase.get_EventFilter", "TestKitBase.Shutdown", "TestKitBase.ShutdownAsync",
        "TestKitSettings.get_TestTimeFactor", "TestLatch.Ready", "InternalEventFilterApplier",
        "EventFilterFactory..ctor",
        "DateTime.get_UtcNow", "DateTime.get_Now", "DateTimeOffset.get_UtcNow", "DateTimeOffset.get_Now",
        "Environment.get_TickCount", "Environment.get_TickCount64", "Stopwatch", "TimeProvider", "Timer",
        "PeriodicTimer", "Thread.Sleep", "SpinWait", "Task.Delay", "Task.Run", "Task.Wait", "Task.WaitAll",
        "CancellationTokenSource", "ManualResetEventSlim", "SemaphoreSlim",
    ];

    [Theory(DisplayName = "No kit refers to a clock, a wait, or a verb of Akka's that has one")]
    [InlineData(typeof(SimulationDriver))]
    [InlineData(typeof(SimulationTestKit))]
    public void No_real_time(Type ofAssembly)
    {
        var used = References(ofAssembly.Assembly).ToHashSet();

        Assert.Contains("TestKitBase.TryReceiveOne", used);
        Assert.Equal([], s_realTime.Where(name => used.Contains(name)));
    }

    private static List<string> References(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        var names = new List<string>();
        foreach (var handle in reader.TypeReferences)
            names.Add(reader.GetString(reader.GetTypeReference(handle).Name));
        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                var type = reader.GetTypeReference((TypeReferenceHandle)member.Parent);
                names.Add($"{reader.GetString(type.Name)}.{reader.GetString(member.Name)}");
            }
        }

        return names;
    }
}
