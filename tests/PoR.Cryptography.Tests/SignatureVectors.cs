namespace PoR.Cryptography.Tests;

/// <summary>Signatures of every kind on which libraries differ, and whether our rule accepts them.</summary>
internal static class SignatureVectors
{
    /// <summary>What it is, key, message and signature in hexadecimal digits, whether it is valid.</summary>
    internal static (string What, string PublicKey, string Message, string Signature, bool IsValid)[] All =>
    [
        ("torsion of the key 3, of R 1: residue 5",
            "da5eb7c5818804b0f8928e468a85b301b6c906d53258acedfe0f439da9d4a4c5", "6120766f74652036",
            "d8cb42f7781f3e23bc8a721ebd45e124870c7142d30b5980c2aee5eadfb9080e"
            + "caea5083fa0cf7811e4a90c44de19c67e172ef1552d61262fb6c3217224e810f", false),
        ("torsion of the key 4, of R 0: residue 4",
            "cb871aba9f0d23889721535c8b1f66c968df59cb2149f92199aac8a245fa901b", "6120766f74652031",
            "ad288aad3270e0b8ad60080be65e02a686e90ec2c60a9ad2d2e59b1dad3a85da"
            + "46ef990686c8e2cf8011137cffb2844f2c76f98a5cfebdaa65a8c19984ffd405", false),
        ("torsion of the key 6, of R 2: residue 2",
            "a20c141d5d71cf5f3122bd17e6ee802107221144a18dbb5b36eeb8af9648368c", "6120766f74652030",
            "34c1049d80a108a78230a53ae641440502af834ad07acd2b57443d9bcb7ecf32"
            + "416b4665d61ce35d978f5a45c449f2eda3968aad77811080bc4c696a2912f806", false),
        ("torsion of the key 0, of R 3: residue 5",
            "6f7aa442216606e6abc5b50c8c1e0d682f50e47fc63e3cd5ab6c44e53a19e8de", "6120766f74652030",
            "8ae26a0a23d2557758a5bb537e635c58c441050222cd6dee2bdadf368db5954a"
            + "52e62ab91dfc4273d313491c963291b45b447040cc227d828131ad7d635bdd0d", false),
        ("torsion of the key 0, of R 4: residue 4",
            "6f7aa442216606e6abc5b50c8c1e0d682f50e47fc63e3cd5ab6c44e53a19e8de", "6120766f74652030",
            "7eb0a3c2cca1ab235ae790e6dede68cfd96eb17573302a505ebdbbbb29573ea9"
            + "9cca2c2535cf5c4b0e335b5b1adea8600baba4997da91c2632447d0253cd080b", false),
        ("torsion of the key 0, of R 6: residue 2",
            "6f7aa442216606e6abc5b50c8c1e0d682f50e47fc63e3cd5ab6c44e53a19e8de", "6120766f74652030",
            "d8ed9cce6b5381ad19b02449524b4b8b548e321aa4c48bdc3267607ad0aab8a6"
            + "a2e2d0302dd96d2d541f1f73535614b7b2e779afaca32a3f502ca2d2ff74db05", false),
        ("torsion of the key 3, of R 7: residue 0",
            "da5eb7c5818804b0f8928e468a85b301b6c906d53258acedfe0f439da9d4a4c5", "6120766f74652030",
            "40ba09739c5797ed66347be63bff8462306e601e6374495fef718009613dbae7"
            + "20a889c3d9762c14b715cb66e98a0ef1701c22f0802704b0df31cb37a59ade00", true),
        ("torsion of the key 4, of R 4: residue 0",
            "cb871aba9f0d23889721535c8b1f66c968df59cb2149f92199aac8a245fa901b", "6120766f74652030",
            "4c2c6cc1edfd1b28fcf02f785901598c627a72d5d08512c1031eb455b37a1347"
            + "b3ea698637401db571e6bbe52462a31f4bb9b1c66c58ab5ba4c9e1ce956bb803", true),
        ("torsion of the key 2, of R 4: residue 0",
            "a040540e30f6c8b0d69028bf629c41ddd91348b634897900660fe701727b199d", "6120766f74652036",
            "0585eba86aedcb38cca0281219d10e828af3e1a0b9bbe99297782645676b25d2"
            + "97afd7cf6c7dd9fdfb33faba6d2e2819e44a7820ea7a38177ce165ae719df505", true),
        ("honest",
            "4abf71bd3fa09e0123438a8d93758aed670cb7dc7a5ecba0a1b0b33c2800557f", "6120766f7465",
            "7395a937095443a9471d39db9d5e323069979bf5920241b781a6059586e0233e"
            + "bf83c2def49bc4b5563a63ebd2ca5e93bc6dc4f3c1f0090d16ae42be2afb9609", true),
        ("the honest one with s + L",
            "4abf71bd3fa09e0123438a8d93758aed670cb7dc7a5ecba0a1b0b33c2800557f", "6120766f7465",
            "7395a937095443a9471d39db9d5e323069979bf5920241b781a6059586e0233e"
            + "ac57b83b0fffd60d2dd75a8eb1c43da8bc6dc4f3c1f0090d16ae42be2afb9619", false),
        ("the neutral point as a key, R = sB",
            "0100000000000000000000000000000000000000000000000000000000000000", "6120766f7465",
            "b862409fb5c4c4123df2abf7462b88f041ad36dd6864ce872fd5472be363c5b1"
            + "0700000000000000000000000000000000000000000000000000000000000000", false),
        ("the neutral point as a key and as R, s = 0",
            "0100000000000000000000000000000000000000000000000000000000000000", "6120766f7465",
            "0100000000000000000000000000000000000000000000000000000000000000"
            + "0000000000000000000000000000000000000000000000000000000000000000", false),
        ("the neutral point written as y = p + 1, R = sB",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "6120766f7465",
            "b862409fb5c4c4123df2abf7462b88f041ad36dd6864ce872fd5472be363c5b1"
            + "0700000000000000000000000000000000000000000000000000000000000000", false),
    ];
}
