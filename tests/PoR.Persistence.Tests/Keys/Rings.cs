using Akka.Actor;
using PoR.Cryptography;
using PoR.Persistence.Databases;
using PoR.Persistence.Keys;

namespace PoR.Persistence.Tests.Keys;

/// <summary>A store of one test, of any of the three kinds.</summary>
internal sealed class Rings : IDisposable
{
    private readonly Stores _stores;

    public Rings(string kind, PostgreSqlServer server)
    {
        _stores = new Stores(kind == "file" ? "SQLite" : kind, server);
        if (kind != "file")
            DatabaseSchema.Migrate(_stores.Database);
        Store = kind == "file" ? KeyFileStore.Create(File) : new DatabaseKeyStore(_stores.Database);
    }

    public static TheoryData<string> Kinds => ["file", "SQLite", "PostgreSQL"];

    /// <summary>Of the store of kind <c>file</c>.</summary>
    public string File => _stores["keys.bin"];

    public IKeyStore Store { get; }

    public Database Database => _stores.Database;

    /// <summary>Different for different numbers.</summary>
    public static MasterKey Master(byte number) =>
        new([.. Enumerable.Range(number, MasterKey.Length).Select(i => (byte)i)]);

    public KeyRing Of(MasterKey master) => new(Store, master, new SodiumCryptography());

    /// <summary>The same store as another process finds it.</summary>
    public IKeyStore Again() => Store is KeyFileStore
        ? KeyFileStore.Read(File, System.IO.File.ReadAllBytes(File), out _)!
        : new DatabaseKeyStore(_stores.Database);

    public ActorSystem NewSystem() => _stores.NewSystem();

    public long Ask(string sql) => _stores.Ask(sql);

    public void Run(string sql) => _stores.Run(sql);

    public void Dispose() => _stores.Dispose();
}
