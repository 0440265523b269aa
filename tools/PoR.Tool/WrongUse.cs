using System.CommandLine;
using System.CommandLine.Parsing;
using PoR.Configuration.Schema;

namespace PoR.Tool;

/// <summary>Arguments that are no command, as one sentence.</summary>
internal static class WrongUse
{
    private const int ComparedCharactersMax = 60;

    /// <summary>The first mistake, what would be right, and where to read more.</summary>
    public static string Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var isRoot = command is RootCommand;
        var name = NameOf(parsed.CommandResult);
        var more = $"see por {name}{(isRoot ? "" : " ")}--help.";
        if (parsed.UnmatchedTokens.Count > 0)
        {
            var token = parsed.UnmatchedTokens[0];
            var isOption = token.StartsWith('-');
            var isGroup = command.Subcommands.Count > 0;
            var what = isRoot || (isGroup && !isOption) ? "command" : isOption ? "option" : "argument";
            var owner = isRoot ? "" : $" of por {name}";
            var nearest = what == "argument" ? "" : Nearest(token, command, isOption);
            return $"'{token}' is no {what}{owner}{nearest}; {more}";
        }

        return isRoot
            ? $"no command was named: simulate, evaluate or verify; {more}"
            : $"{Mistake(parsed.Errors[0])}; {more}";
    }

    /// <summary>With the commands that it is part of, such as <c>database check</c>.</summary>
    private static string NameOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{NameOf(parent)} {result.Command.Name}".TrimStart() : "";

    /// <summary>In our words where the library's are stiff.</summary>
    private static string Mistake(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Option: var option, Tokens.Count: 0 } => $"{option.Name} needs a value, {option.HelpName}",
        OptionResult { Option: var option } => $"{option.Name} is given more than once",
        ArgumentResult { Argument: var argument } => $"{argument.Name} is missing",
        CommandResult { Command.Arguments: [var argument, ..] } => $"{argument.Name} is missing",
        _ => error.Message.TrimEnd('.'),
    };

    private static string Nearest(string token, Command command, bool isOption)
    {
        if (token.Length > ComparedCharactersMax)
            return "";
        var known = isOption
            ? command.Options.Select(option => option.Name)
            : command.Subcommands.Select(sub => sub.Name);
        var nearest = known.MinBy(candidate => EditDistance.Between(token, candidate));
        return nearest is not null && EditDistance.Between(token, nearest) <= (token.Length + 1) / 3
            ? $" (did you mean {nearest}?)"
            : "";
    }
}
