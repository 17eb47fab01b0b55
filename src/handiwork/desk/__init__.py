"""The desk: what a sourcer does with an answer; each part is a package of its own, without web."""
