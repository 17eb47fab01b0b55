"""The desk in a browser: pages rendered by the server, each with a JSON twin at the same address.

=============  ==========================================================
routes         how a page, an action or a file is declared, once
answers        what a handler gives back: a page, a done action, a file
asked          what a handler is given: the app, the query, who asks
reading        queries and forms → checked values
users          who asks: a name and a role
guard          who is asking, and what they may do
site           all of it put together as one ASGI application
role_query     a role, its edits and filters as an address says them, and back
listing        what pages of people need of lists
asking_again   what a saved search asks, from the query that it keeps
twins          the JSON and CSV twins of a page, and what a client asked for
problems       errors as a page, or as problem+json (RFC 9457)
headers        what every answer says to the browser: content policy, referrer, framing
drawing        small drawings that a page has many of
rendering      templates: their environment, filters and what each of them may use
tags           a page that has not changed is not sent again
tools          the tools for assistants, at /mcp
assets         style sheets and scripts, under addresses that change with their content
describing     the OpenAPI document, from the same declarations
serving        a server process, or several
pages          one module a part of the desk
=============  ==========================================================
"""

from handiwork.faces.web.site import create_site

__all__ = ["create_site"]
