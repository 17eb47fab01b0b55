"""Archive hours become lake packages: unpack, read with a declared schema, normalize, commit.

==============  ==================================================================
raw             what is read of each format, as declared schemas
events          one row per accepted event, from either schema
side_tables     accounts, repositories and push commits out of the same rows
text            expressions on text: scrubbing, subjects, derived ids
unpack          a file on disk → clean lines, with everything odd counted
mend            lines the engine could not read: split, sorted or rejected
load            one file → one committed package
run             many files: order, prefetch, progress, totals
==============  ==================================================================
"""
