namespace PoR.Train;

/// <summary>A mistake of the user, told in one sentence; the tool ends with exit code 2.</summary>
internal sealed class UserErrorException(string message) : Exception(message);
