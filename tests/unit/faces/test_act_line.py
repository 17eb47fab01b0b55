"""A contribution on a page: strangers' titles and links cannot be more than text and https."""

import pytest

from handiwork.faces.web.rendering import act_line

ACT = {
    "kind": "merged_pull_request",
    "repo": "acme/web",
    "number": 7,
    "title": '<b>"Route" & more</b>',
    "at": "2024-05-01T10:00:00Z",
    "url": "https://github.com/acme/web/pull/7?a=1&b=2",
}


def test_a_contribution_says_what_where_and_when_and_is_escaped():
    assert str(act_line(ACT)) == (
        '<span class="act-kind">merged pull request</span>\n'
        '<a href="https://github.com/acme/web/pull/7?a=1&amp;b=2" rel="noreferrer">acme/web#7 '
        '<span class="act-title">&lt;b&gt;&quot;Route&quot; &amp; more&lt;/b&gt;</span></a>\n'
        '<time datetime="2024-05-01T10:00:00Z">2024-05-01</time>'
    )


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "http://a.example", 'https://x" onclick="'])
def test_only_a_link_of_the_web_is_a_link_and_it_cannot_break_out(url):
    line = str(act_line({**ACT, "url": url}))
    assert ("<a href" in line) == bool(url and url.startswith("https://"))
    assert 'onclick="' not in line


def test_a_contribution_without_title_or_number_is_its_repository():
    line = str(act_line({"kind": "push", "repo": "<x>/y", "sha": None, "title": None, "at": None, "url": None}))
    assert line == '<span class="act-kind">pushes</span>\n&lt;x&gt;/y\n<time datetime=""></time>'
