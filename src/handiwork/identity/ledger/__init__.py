"""The ledger: which accounts at other origins are whose, with every reason, a strength, and what operators decided.

===========  ====================================================================================
weights      what each reason weighs, and from which strength on a link is accepted or shown
rarity       which handles are rare enough to mean something
steps        what is read of the lake and of a resolution, as expressions
claims       from those rows to claims: this account is that person's, for this reason
pages        the account whose public page an address is
weighing     from claims and decisions to links
publishing   the table of links
===========  ====================================================================================
"""
