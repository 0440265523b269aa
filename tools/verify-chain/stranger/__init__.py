"""A chain of PoR.Actors, recomputed by a stranger from docs/protocol.md and docs/chain-format.md alone."""
