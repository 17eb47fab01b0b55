"""Who is one person: accounts, git authors and names joined with reasons, and what each person did where.

===============  ====================================================================
resolve          from the lake to people, repositories and contributions
repositories     ids, former names and the catalogue → repositories, newest facts
observed         every pair of id and login in the lake
authors          git authors → the accounts they prove, joined across histories
address_links    where authors go who share an address
links            joining without ever joining two known people
account_keys     the forms of account keys
decisions        what operators decided about who is who
decided          those decisions that join or separate author lines and logins
ledger           accounts at other origins → people, with reasons and strength
names            unattributed commits → people, inside one repository
accounts         all of these → people
suppressing      who is left out
people           the table of people
acts             archive events → contributions
commits          pushed commits and git histories → contributions
contributions    both, each work once
expressions      expressions used all over; the one form names are compared in
plan, bench      the steps of a resolution; where they are run
===============  ====================================================================
"""

from handiwork.identity.resolve import Resolution, resolve

__all__ = ["Resolution", "resolve"]
