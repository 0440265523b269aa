namespace PoR.Configuration.Tests.Hocon;

public sealed class HoconSubstitutionTests
{
    [Theory(DisplayName = "A substitution takes a key of the whole configuration")]
    [InlineData("a = 1\nb = ${a}", "a=1; b=1")]
    [InlineData("b = ${a}\na = 1", "a=1; b=1")]
    [InlineData("b = ${a}\na = 1\na = 2", "a=2; b=2")]
    [InlineData("x.y = 1\nb = ${x.y}", "b=1; x.y=1")]
    [InlineData("x { y = 1, z = ${x.y} }", "x.y=1; x.z=1")]
    [InlineData("x { y = 1 }\nb = ${x}", "b.y=1; x.y=1")]
    [InlineData("x { y = 1 }\nb = ${x}\nc = ${b.y}", "b.y=1; c=1; x.y=1")]
    [InlineData("a = [1]\nb = [${a}, 2]", "a=[1]; b=[[1]|2]")]
    [InlineData("n = 2\na = pre-${n} and ${n}.", "a=pre-2 and 2.; n=2")]
    [InlineData("a = \"${b}\"", "a=${b}")]
    [InlineData("a = ${?b}", "")]
    [InlineData("a = x${?b}y", "a=xy")]
    [InlineData("a = 1\na = ${?b}", "a=1")]
    [InlineData("a = 1\na = ${?b}\nb = 2", "a=2; b=2")]
    [InlineData("a = 1\na = ${?b}\na = ${?c}", "a=1")]
    public void A_substitution_takes_a_key(string text, string expected) =>
        Assert.Equal(expected, MemoryHoconSource.Show(MemoryHoconSource.Read(text)));

    [Theory(DisplayName = "What is no key comes from the environment")]
    [InlineData("a = ${HOME}", "a=/home/x")]
    [InlineData("a = ${?HOME}/y", "a=/home/x/y")]
    [InlineData("HOME = z\na = ${HOME}", "HOME=z; a=z")]
    [InlineData("a = 1\na = ${?HOME}", "a=/home/x")]
    [InlineData("a = 1\na = ${?EMPTY}", "a=1")]
    public void What_is_no_key_comes_from_the_environment(string text, string expected) =>
        Assert.Equal(expected, MemoryHoconSource.Show(
            MemoryHoconSource.Read(text, ("HOME", "/home/x"), ("EMPTY", ""))));

    [Theory(DisplayName = "A substitution without a value, or of itself, is a fault")]
    [InlineData("a = 1\nb = ${x}", "test.conf:2: b: ${x} is neither a key nor an environment variable")]
    [InlineData("b = ${a.x}\na = 1", "test.conf:1: b: ${a.x} is neither a key nor an environment variable")]
    [InlineData("a = ${a}", "test.conf:1: a: refers to itself: ${a} -> ${a}")]
    [InlineData("p = x\np = ${p}y", "test.conf:2: p: refers to itself: ${p} -> ${p}")]
    [InlineData("a = ${b}\nb = ${c}\nc = ${a}", "test.conf:1: a: refers to itself: ${b} -> ${c} -> ${a} -> ${b}")]
    [InlineData("x {\n y = ${x} }", "test.conf:2: x.y: refers to itself: ${x} -> ${x}")]
    [InlineData("x { y = 1 }\nb = a${x}", "test.conf:2: b: only texts and numbers can be joined")]
    [InlineData("x = ${y}\nx { z = 1 }", "test.conf:2: x: cannot add to ${y} of test.conf:1")]
    public void Faults_of_substitutions(string text, string expected) =>
        Assert.Equal(expected, MemoryHoconSource.Show(MemoryHoconSource.Read(text)));

    [Fact(DisplayName = "Values that double at each level end at a bound, in texts and in lists")]
    public void Growth_is_bounded()
    {
        var levels = Enumerable.Range(1, 40).ToArray();
        var texts = "a0 = x\n" + string.Concat(
            levels.Select(i => $"a{i} = ${{a{i - 1}}}${{a{i - 1}}}\n"));
        var lists = "a0 = x\n" + string.Concat(
            levels.Select(i => $"a{i} = [${{a{i - 1}}}, ${{a{i - 1}}}]\n"));

        Assert.NotNull(MemoryHoconSource.Read(texts).Fault);
        Assert.NotNull(MemoryHoconSource.Read(lists).Fault);
    }
}
