using System.Reflection;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Parameters;

namespace PoR.Configuration.Tests.Profiles;

/// <summary>Every parameter of the protocol has a key, and what is wrong with it is told there.</summary>
public sealed class ParameterKeyTests
{
    public static TheoryData<string> Parameters => [.. Properties.Select(p => p.Name)];

    private static IEnumerable<PropertyInfo> Properties =>
        new[] { typeof(ProtocolParameters), typeof(AdmissionParameters), typeof(BehaviourParameters) }
            .SelectMany(type => type.GetProperties())
            .Where(p => p.CanWrite
                && p.Name is not (nameof(ProtocolParameters.Behaviour) or nameof(ProtocolParameters.Admission)));

    [Fact]
    public void Each_parameter_has_a_key_and_no_key_is_of_two()
    {
        Assert.Equal(Properties.Select(p => p.Name).Order(), ParameterKeys.ByParameter.Keys.Order());
        Assert.Distinct(ParameterKeys.ByParameter.Values.Select(key => key.Path));
    }

    [Theory(DisplayName = "A key changes its own parameter, or is told as the one at fault")]
    [MemberData(nameof(Parameters))]
    public void A_key_is_its_parameters(string parameter)
    {
        var key = ParameterKeys.ByParameter[parameter];
        var standard = ValueOf(ProfileLoader.Load("safety").Settings!.Protocol, parameter);
        string[] others = [key.Min ?? key.Words[0], key.Max ?? key.Words[^1], .. key.Words];
        var changed = 0;
        foreach (var text in others)
        {
            var result = ProfileLoader.Load("safety", new SettingOverride(key.Path, text, "a test"));
            if (result.IsValid)
                changed += Equals(standard, ValueOf(result.Settings.Protocol, parameter)) ? 0 : 1;
            else
                Assert.All(
                    result.Faults,
                    f => Assert.StartsWith($"a test: {key.Path}: ", f.ToString(), StringComparison.Ordinal));
        }

        Assert.True(changed > 0, $"{key.Path} has never changed {parameter}.");
    }

    private static object? ValueOf(ProtocolParameters parameters, string name) =>
        new object?[] { parameters, parameters.Admission, parameters.Behaviour }
            .Select(part => (Part: part, Property: part?.GetType().GetProperty(name)))
            .Where(found => found.Property is not null)
            .Select(found => found.Property!.GetValue(found.Part))
            .FirstOrDefault();
}
