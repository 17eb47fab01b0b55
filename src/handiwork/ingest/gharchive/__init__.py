"""Archive hours become lake packages: unpack, read with a declared schema, normalize, commit.

==============  ==================================================================
raw             what is read of each format, as declared schemas
events          one row per accepted event, from either schema
side_tables     accounts, repositories and push commits out of the same rows
text            expressions on text: scrubbing, subjects, derived ids
unpack          a file on disk → clean lines, pushes apart, with everything odd counted
mend            lines the engine could not read: split, sorted or rejected
compiling       all these expressions as SQL, compiled ahead into ``data/statements.json``
keys            how the compiled statements are told apart
statements      the SQL of a load: what came compiled, and what is written there
prepare         one file → staged tables and a record: a pure function, several at once
load            prepared files → committed packages, in order
run             many files: workers, order, progress, totals
==============  ==================================================================
"""
