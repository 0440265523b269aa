#!/usr/bin/env python3
"""Verifies exported chains with nothing but the bytes and Python's own library. See README.md beside this file."""

import argparse
import json
import sys

from stranger.chain import Verifier
from stranger.digests import rank
from stranger.folder import WrongUse
from stranger.sensitive import Opening

SHOWN_MAX = 20


class Arguments(argparse.ArgumentParser):
    """Wrong use is one sentence and exit code 2."""

    def error(self, message):
        raise WrongUse("%s%s: %s --help tells more." % (message[:1].upper(), message[1:], self.prog))


def arguments(args):
    parser = Arguments(prog="verify_chain.py", description="Recomputes exported chains from genesis.")
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help="of a run or of its chain")
    parser.add_argument("--crypto", action="store_true", help="also signatures and proofs (slow)")
    parser.add_argument("--json", action="store_true", help="one object a chain, one line each")
    parser.add_argument("--rounds", action="store_true", help="also W, t_H, seats, leader and rank of each round")
    parser.add_argument("--from", dest="list", metavar="FILE", help="more folders, one a line; - is standard input")
    parser.add_argument("--opening", metavar="FILE", help="which reviews carry the sensitive fields that it opens")
    parsed = parser.parse_args(args)
    if parsed.list is not None:
        parsed.folders += listed(parsed.list)
    if not parsed.folders:
        raise WrongUse("Name the folder of a run or of a chain: verify_chain.py --help tells more.")
    return parsed


def listed(path):
    try:
        if path == "-":
            return sys.stdin.read().split("\n")[:-1]
        with open(path, encoding="utf-8") as file:
            return file.read().splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongUse("The list '%s' cannot be read: %s." % (path, fault)) from fault


def facts(report):
    """What a person or another program may compare with its own, round by round."""
    for fact in report.rounds:
        won = fact.leader_seats > 0
        yield {
            "round": fact.round, "weight": fact.weight, "threshold": fact.threshold, "seats": fact.seats,
            "leader": fact.leader.hex() if won else None, "leader_seats": fact.leader_seats,
            "rank": rank(fact.output, fact.leader_seats).hex() if won else None}


def opened(report, opening):
    """The reviews that carry what a file opens."""
    for round_, review, author, commitment in report.sensitive:
        if commitment == opening.commitment:
            yield {"round": round_, "review": review.hex(), "author": author.hex()}


def as_json(folder, report, rounds, opening):
    value = {
        "folder": folder,
        "checked": dict(sorted(report.checked.items())),
        "differences": [difference._asdict() for difference in report.differences],
    }
    if rounds:
        value["rounds"] = list(facts(report))
    if opening:
        value["opened"] = list(opened(report, opening))
    return json.dumps(value)


def as_text(folder, report, rounds, opening):
    checked = ", ".join("%d %s" % (times, what) for what, times in sorted(report.checked.items()) if times)
    yield "%s: %s" % (folder, checked or "nothing was checked")
    for fact in facts(report) if rounds else ():
        yield "  " + ", ".join("%s %s" % (name.replace("_", " "), value) for name, value in fact.items())
    for found in opened(report, opening) if opening else ():
        yield "  opened: " + ", ".join("%s %s" % fact for fact in found.items())
    for difference in report.differences[:SHOWN_MAX]:
        yield "  %s" % (difference,)
    if len(report.differences) > SHOWN_MAX:
        yield "  and %d more" % (len(report.differences) - SHOWN_MAX)
    yield "%d differences" % len(report.differences)


def main(args):
    try:
        parsed = arguments(args)
        opening = None if parsed.opening is None else Opening.read(parsed.opening)
        verifier = Verifier(parsed.crypto, remembers=len(parsed.folders) > 1 and opening is None)
        differs = False
        for folder in parsed.folders:
            report = verifier.verify(folder)
            is_absent = opening is not None and not any(opened(report, opening))
            differs = differs or bool(report.differences) or is_absent
            if parsed.json:
                print(as_json(folder, report, parsed.rounds, opening), flush=True)
            else:
                print("\n".join(as_text(folder, report, parsed.rounds, opening)), flush=True)
        return 1 if differs else 0
    except WrongUse as fault:
        print(fault, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("The verification was ended before it was complete.", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
