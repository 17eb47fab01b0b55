"""Handiwork for assistants: the Model Context Protocol over standard input and output, or HTTP.

=============  ==============================================================
values         what tools take and give: models with a description for each field
people         tools that read: brief, search, why, evidence, person, pool size
places         tools that read: repositories and ecosystems
writing        tools that change something, off unless they are asked for
telling        view models → values: cleaned; errors that say what to do
server         all of it put together
serving        standard input and output, and HTTP
=============  ==============================================================
"""

from handiwork.faces.mcp.server import create_server

__all__ = ["create_server"]
