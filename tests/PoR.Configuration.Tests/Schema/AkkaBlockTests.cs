using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Configuration.Tests.Hocon;

namespace PoR.Configuration.Tests.Schema;

/// <summary>The block <c>akka { }</c>: what goes to Akka, and what does not.</summary>
public sealed class AkkaBlockTests
{
    [Fact(DisplayName = "Akka_The block goes to Akka with all keys and values quoted; without it nothing does")]
    public void Goes_to_akka()
    {
        const string Text =
            """
            akka {
              loglevel = INFO
              actor.deployment { "/user/x" { dispatcher = "a\"b\\c\nd" } }
              none = null
              empty { }
              list = [one, "t w o"]
            }
            akka.cluster.failure-detector.threshold = ${threshold}
            """;

        Assert.Equal(
            """
            "akka"."actor"."deployment"."/user/x"."dispatcher" = "a\"b\\c\nd"
            "akka"."cluster"."failure-detector"."threshold" = "12"
            "akka"."list" = ["one", "t w o"]
            "akka"."loglevel" = "INFO"

            """,
            Load(Text).Settings?.Node.Akka);
        Assert.Equal("", Load("run.rounds = 3").Settings?.Node.Akka);
    }

    [Theory(DisplayName = "Akka_What double signatures are kept off by, and what has a key, is told with its place")]
    [InlineData(
        "akka.persistence.journal.sql.replay-filter.mode = off",
        "akka.persistence.journal.sql.replay-filter.mode: cannot be set, since nobody signs twice only with")]
    [InlineData("akka.persistence.journal.plugin = x", "akka.persistence.journal.plugin: cannot be set")]
    [InlineData("akka.persistence = x", "akka.persistence: cannot be set")]
    [InlineData("akka.cluster = x", "akka.cluster: cannot be set")]
    [InlineData("akka.cluster.seed-nodes = [a]", "is founded by consent of a majority (cluster.seeds)")]
    [InlineData("akka { cluster { sharding { remember-entities = on } } }", "remember-entities: cannot be set")]
    [InlineData("akka.cluster.split-brain-resolver.active-strategy = x", "since the majority goes on")]
    [InlineData("akka.actor.serialization-bindings { \"System.Object\" = x }", "has a dot within quotes")]
    [InlineData("akka.actor.serialization-bindings { x = y }", "akka.actor.serialization-bindings.x: cannot be set")]
    [InlineData("akka { \"persistence.journal.plugin\" = x }", "akka.\"persistence.journal.plugin\": has a dot within")]
    [InlineData("akka = x", "akka: takes Akka's own settings in braces")]
    [InlineData("akka.list = [{ a = b }]", "akka.list: takes a value, or a list of values")]
    [InlineData("akkas.loglevel = x", "akkas.loglevel: is no key")]
    public void Refuses(string line, string sentence)
    {
        var fault = Assert.Single(Load($"run.rounds = 3\n{line}").Faults).ToString();

        Assert.StartsWith("my.conf:2: ", fault, StringComparison.Ordinal);
        Assert.Contains(sentence, fault, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Akka_What is free within the kept can be set; every kept path cannot")]
    public void Kept_and_free()
    {
        foreach (var path in AkkaBlock.Free)
            Assert.Equal($"\"{path.Replace(".", "\".\"", StringComparison.Ordinal)}\" = \"1\"\n",
                Load($"{path} = 1").Settings?.Node.Akka);
        foreach (var (path, _) in AkkaBlock.Kept)
        {
            Assert.Single(Load($"{path} = 1").Faults);
            Assert.Single(Load($"{path}.below = 1").Faults);
        }

        Assert.True(Load("akka.cluster.sharding.remember-entities-more = 1").IsValid);
    }

    private static ProfileResult Load(string text) => ProfileLoader.Load(
        "my.conf", new MemoryHoconSource(("my.conf", text)), name => name == "threshold" ? "12" : null);
}
