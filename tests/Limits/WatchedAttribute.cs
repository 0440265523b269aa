using System.Reflection;
using Xunit.v3;

namespace Limits;

/// <summary>Tells the <see cref="Watchdog"/> of every test of an assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class WatchedAttribute : BeforeAfterTestAttribute
{
    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Watchdog.Begin(test.UniqueID, test.TestDisplayName);

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Watchdog.End(test.UniqueID);
}
